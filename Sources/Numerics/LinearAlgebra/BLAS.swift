import CLinearAlgebra

/// Pointer-level products for kernels; shapes are checked against the buffers. Leading dimensions are in elements.
package enum BLAS {
    /// The lower triangle of C = alpha · AᵀA, A: rows × columns.
    package static func gramLower(
        _ a: UnsafeBufferPointer<Float>, rows: Int, columns: Int, alpha: Float = 1,
        into c: UnsafeMutableBufferPointer<Float>
    ) {
        precondition(a.count >= rows * columns, "A holds \(a.count) elements, needs \(rows) × \(columns)")
        precondition(c.count >= columns * columns, "C holds \(c.count) elements, needs \(columns) × \(columns)")
        guard columns > 0, let c = c.baseAddress else { return }
        guard rows > 0, let a = a.baseAddress else {
            for index in 0..<columns * columns { c[index] = 0 }
            return
        }
        mercer_ssyrk_lower(Int32(rows), Int32(columns), alpha, a, Int32(columns), 0, c, Int32(columns))
    }

    /// y += alpha · x.
    package static func addScaled(
        _ x: UnsafeBufferPointer<Float>, by alpha: Float, to y: UnsafeMutableBufferPointer<Float>
    ) {
        precondition(x.count == y.count, "lengths \(x.count) and \(y.count) differ")
        guard let xBase = x.baseAddress, let yBase = y.baseAddress else { return }
        mercer_axpy(alpha, xBase, yBase, Int64(x.count))
    }

    /// Σ x_i², accumulated in double precision.
    package static func sumOfSquares(_ x: UnsafeBufferPointer<Float>) -> Double {
        guard let base = x.baseAddress else { return 0 }
        return mercer_sum_of_squares(base, Int64(x.count))
    }
}
