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

    /// - Throws: `ArchiveError` where the tensor is missing or has another length.
    func vector(_ name: String, count: Int) throws(ArchiveError) -> [Float] {
        let values = try float32(name)
        guard values.count == count else {
            throw .wrongTensor(name: name, found: "\(values.count) numbers", expected: "\(count)")
        }
        return values
    }
}

extension Tensor {
    /// rows × columns, sharing the matrix's storage.
    init(_ name: String, _ matrix: Matrix) {
        self.init(name, shape: [matrix.rows, matrix.columns], .float32(matrix.elements))
    }

    init(_ name: String, _ values: [Float]) {
        self.init(name, shape: [values.count], .float32(values))
    }
}
