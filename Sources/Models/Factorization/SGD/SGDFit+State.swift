import LinearAlgebra
import Tables

extension SGDFit {
    /// Factors, biases and AdaGrad's sums of both sides, and the epochs done, which decide rates and orders to come.
    func state() -> TensorArchive {
        let sides = [("users", model.users), ("items", model.items)]
        return TensorArchive(
            sides.flatMap { name, side in
                [
                    Tensor("\(name).factors", side.factors), Tensor("\(name).biases", side.biases),
                    Tensor("\(name).factor_accumulators", side.factorAccumulators),
                    Tensor("\(name).bias_accumulators", side.biasAccumulators),
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
        var restored = side
        restored.factors = try state.matrix("\(name).factors", like: side.factors)
        restored.biases = try state.vector("\(name).biases", count: side.biases.count)
        restored.factorAccumulators = try state.vector(
            "\(name).factor_accumulators", count: side.factorAccumulators.count)
        restored.biasAccumulators = try state.vector("\(name).bias_accumulators", count: side.biasAccumulators.count)
        return restored
    }
}
