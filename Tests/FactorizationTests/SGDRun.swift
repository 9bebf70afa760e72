import Factorization
import LinearAlgebra
import Modelling
import TestSupport

/// SGD fitted on a matrix, with what tests ask of it.
struct SGDRun {
    let model: FactorModel
    let trace: TrainingTrace

    init(_ settings: String, _ matrix: InteractionMatrix, threads: Int = 2) throws {
        BLASRuntime.useSingleThread()
        let session = TrainingSession(pool: WorkerPool(threadCount: threads), seed: 3)
        let outcome = try SGD.read(settings).fit(InteractionDataset(training: matrix), in: session)
        guard let model = outcome.model as? FactorModel else { throw NotAFactorModel() }
        self.model = model
        trace = outcome.trace
    }

    struct NotAFactorModel: Error {}

    /// The loss after each epoch in which it was evaluated.
    var losses: [Double] { trace.iterations.compactMap(\.loss) }
}
