import CLinearAlgebra

/// The factor L of a symmetric positive definite matrix A = L·Lᵀ, in double precision, for small systems.
///
/// Only the lower triangle of A is read. Factorising is O(n³/3), each solve O(n²).
public struct Cholesky: Sendable {
    /// Rows and columns of the system.
    public let order: Int
    private let factor: [Double]

    /// Factorises `matrix`, given row after row.
    ///
    /// - Throws: ``LinearAlgebraError/notPositiveDefinite(row:pivot:order:)`` with the failing pivot and `row`, the
    ///   user or item the system belongs to.
    public init(order: Int, matrix: [Double], row: Int? = nil) throws(LinearAlgebraError) {
        precondition(order >= 0 && matrix.count == order * order, "a system of order \(order) needs \(order)² elements")
        var factor = matrix
        if order > 0 {
            let info = factor.withUnsafeMutableBufferPointer { elements in
                mercer_dpotrf(Int32(order), elements.baseAddress!, Int32(order))
            }
            try LinearAlgebraError.check(info: info, row: row, order: order)
        }
        self.order = order
        self.factor = factor
    }

    /// The solution x of A·x = b.
    public func solve(_ rightHandSide: [Double]) -> [Double] {
        precondition(rightHandSide.count == order, "a system of order \(order) takes \(order) numbers")
        guard order > 0 else { return [] }
        var solution = rightHandSide
        let info = solution.withUnsafeMutableBufferPointer { solution in
            factor.withUnsafeBufferPointer { factor in
                mercer_dpotrs(Int32(order), 1, factor.baseAddress!, Int32(order), solution.baseAddress!)
            }
        }
        precondition(info == 0, "argument \(-info) of the triangular solve was refused")
        return solution
    }
}

extension LinearAlgebraError {
    /// Turns LAPACK's `info` into an error that names the row; a refused argument is a programmer's mistake.
    static func check(info: Int32, row: Int?, order: Int) throws(LinearAlgebraError) {
        precondition(info >= 0, "LAPACK refused argument \(-info)")
        if info > 0 { throw .notPositiveDefinite(row: row, pivot: Int(info), order: order) }
    }
}
