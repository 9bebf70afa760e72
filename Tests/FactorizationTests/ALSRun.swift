import Factorization
import LinearAlgebra
import Modelling
import TestSupport

/// ALS fitted on a matrix, with what tests ask of it.
struct ALSRun {
    let model: FactorModel
    let losses: [Double]

    init(_ settings: String, _ matrix: InteractionMatrix, seed: UInt64 = 3, threads: Int = 2) throws {
        BLASRuntime.useSingleThread()
        let session = TrainingSession(pool: WorkerPool(threadCount: threads), seed: seed)
        let outcome = try ALS.read(settings).fit(InteractionDataset(training: matrix), in: session)
        guard let model = outcome.model as? FactorModel else { throw NotAFactorModel() }
        self.model = model
        losses = outcome.trace.iterations.compactMap(\.loss)
    }

    struct NotAFactorModel: Error {}

    var loss: Double { losses.last ?? .nan }

    /// Small, with structure, popular and rare items.
    static func data(_ feedback: InteractionMatrix.Feedback) -> LabelledInteractions {
        .groups(feedback, users: 90, items: 48, groups: 4, choices: 12, seed: 5)
    }
}
