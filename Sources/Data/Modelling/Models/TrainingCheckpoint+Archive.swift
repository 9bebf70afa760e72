import Tables

extension TrainingCheckpoint {
    private static let statePrefix = "state."
    private static let bestPrefix = "best."

    /// One archive of it all: the fit's tensors as `state.…`, the best model's as `best.…`, numbers exactly.
    public func archive() -> TensorArchive {
        let count = iterations.count
        var tensors = [
            Tensor("loss", shape: [count], .float64(iterations.map { $0.loss ?? 0 })),
            Tensor("validation", shape: [count], .float64(iterations.map { $0.validation ?? 0 })),
            Tensor("has_loss", shape: [count], .uint8(iterations.map { $0.loss == nil ? 0 : 1 })),
            Tensor("has_validation", shape: [count], .uint8(iterations.map { $0.validation == nil ? 0 : 1 })),
            Tensor("seconds", shape: [1], .float64([seconds])),
        ]
        if let stopping {
            let counts = [stopping.bestIteration, stopping.iterationsWithoutImprovement].map(Int64.init)
            tensors.append(Tensor("stopping", shape: [2], .int64(counts)))
            tensors.append(Tensor("best_score", shape: [1], .float64([stopping.bestScore])))
        }
        let parts = [(Self.statePrefix, state)] + (stopping?.bestModel.map { [(Self.bestPrefix, $0)] } ?? [])
        var metadata: [String: String] = [:]
        for (prefix, part) in parts {
            tensors += part.tensors.map { Tensor(prefix + $0.name, shape: $0.shape, $0.storage) }
            for (name, text) in part.metadata { metadata[prefix + name] = text }
        }
        return TensorArchive(tensors, metadata: metadata)
    }

    /// Reads back what `archive()` gave.
    ///
    /// - Throws: `ArchiveError` where a part is missing or the parts contradict each other.
    public init(archive: TensorArchive) throws(ArchiveError) {
        state = Self.part(Self.statePrefix, of: archive) ?? TensorArchive([])
        iterations = try Self.iterations(of: archive)
        seconds = try Self.numbers("seconds", count: 1, in: archive)[0]
        guard archive["stopping"] != nil else {
            stopping = nil
            return
        }
        let counts = try archive.int64("stopping").map { Int($0) }
        guard counts.count == 2, counts[0] >= 1, counts[0] <= iterations.count, counts[1] >= 0 else {
            throw .wrongTensor(
                name: "stopping", found: "\(counts)", expected: "an iteration up to \(iterations.count) and a count")
        }
        stopping = EarlyStopping.Standing(
            bestIteration: counts[0], bestScore: try Self.numbers("best_score", count: 1, in: archive)[0],
            iterationsWithoutImprovement: counts[1], bestModel: Self.part(Self.bestPrefix, of: archive))
    }

    private static func iterations(of archive: TensorArchive) throws(ArchiveError) -> [TrainingTrace.Iteration] {
        let losses = try archive.float64("loss")
        guard !losses.isEmpty else { throw .wrongTensor(name: "loss", found: "empty", expected: "an iteration") }
        let validations = try numbers("validation", count: losses.count, in: archive)
        let hasLoss = try archive.uint8("has_loss")
        let hasValidation = try archive.uint8("has_validation")
        guard hasLoss.count == losses.count, hasValidation.count == losses.count else {
            throw .wrongTensor(name: "has_loss", found: "\(hasLoss.count) numbers", expected: "\(losses.count)")
        }
        return losses.indices.map { index in
            TrainingTrace.Iteration(
                number: index + 1, loss: hasLoss[index] == 0 ? nil : losses[index],
                validation: hasValidation[index] == 0 ? nil : validations[index])
        }
    }

    private static func numbers(
        _ name: String, count: Int, in archive: TensorArchive
    ) throws(ArchiveError) -> [Double] {
        let values = try archive.float64(name)
        guard values.count == count else {
            throw .wrongTensor(name: name, found: "\(values.count) numbers", expected: "\(count)")
        }
        return values
    }

    /// The tensors and texts under a prefix; nil where there are none.
    private static func part(_ prefix: String, of archive: TensorArchive) -> TensorArchive? {
        let tensors = archive.tensors.filter { $0.name.hasPrefix(prefix) }.map { tensor in
            Tensor(String(tensor.name.dropFirst(prefix.count)), shape: tensor.shape, tensor.storage)
        }
        var metadata: [String: String] = [:]
        for (name, text) in archive.metadata where name.hasPrefix(prefix) {
            metadata[String(name.dropFirst(prefix.count))] = text
        }
        return tensors.isEmpty && metadata.isEmpty ? nil : TensorArchive(tensors, metadata: metadata)
    }
}
