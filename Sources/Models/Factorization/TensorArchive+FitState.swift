import LinearAlgebra
import Tables

/// Parts of a fit's state, read back with the shapes the fit has.
extension TensorArchive {
    /// - Throws: `ArchiveError` where the tensor is missing or isn't rows × columns.
    func matrix(_ name: String, like matrix: Matrix) throws(ArchiveError) -> Matrix {
        let elements = try float32(name)
        let (found, expected) = (try require(name).shape, [matrix.rows, matrix.columns])
        guard found == expected else {
            throw .wrongTensor(name: name, found: "of shape \(found)", expected: "\(expected)")
        }
        return Matrix(rows: matrix.rows, columns: matrix.columns, elements: elements)
    }
}

extension Tensor {
    /// rows × columns, sharing the matrix's storage.
    init(_ name: String, _ matrix: Matrix) {
        self.init(name, shape: [matrix.rows, matrix.columns], .float32(matrix.elements))
    }
}
