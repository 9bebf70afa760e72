import LinearAlgebra
import Tables

extension SGDFit {
    /// Factors and records of both sides, and the epochs done, which decide rates and orders to come.
    func state() -> TensorArchive {
        let sides = [("users", model.users), ("items", model.items)]
        return TensorArchive(
            sides.flatMap { name, side in
                [
                    Tensor("\(name).factors", side.factors),
                    Tensor("\(name).records", shape: [side.rowCount, 4], .float32(side.records.flatMap(\.numbers))),
                ]
            } + [Tensor("epoch", shape: [1], .int64([Int64(epoch)]))])
    }

    mutating func resume(from state: TensorArchive) throws(ArchiveError) {
        let epochs = try state.int64("epoch")
        guard epochs.count == 1, epochs[0] >= 0 else {
            throw .wrongTensor(name: "epoch", found: "\(epochs)", expected: "the number of epochs done")
        }
        let users = try Self.side("users", like: model.users, in: state)
        let items = try Self.side("items", like: model.items, in: state)
        (model.users, model.items, epoch) = (users, items, Int(epochs[0]))
    }

    private static func side(
        _ name: String, like side: SGDSide, in state: TensorArchive
    ) throws(ArchiveError) -> SGDSide {
        let factors = try state.matrix(
            "\(name).factors", like: Matrix(rows: side.rowCount, columns: side.factorCount))
        let numbers = try state.matrix("\(name).records", like: Matrix(rows: side.rowCount, columns: 4)).elements
        let records = (0..<side.rowCount).map { row in
            SGDSide.Record(numbers[4 * row], numbers[4 * row + 1], numbers[4 * row + 2], numbers[4 * row + 3])
        }
        var restored = side
        restored.replace(factors: factors, records: records)
        return restored
    }
}

extension SGDSide.Record {
    fileprivate var numbers: [Float] { [x, y, z, w] }
}
