import LinearAlgebra
import Modelling
import Pipeline
import Tables
import TestSupport

/// A model whose state is how many iterations it has done, and whose only parameter is what it is told: what a score makes
/// of it is known.
struct StubModel: ModelComponent {
    typealias Data = InteractionDataset
    static let name = "stub"
    static let summary = "Knows its setting and its iterations."

    let x: Double
    let loop: TrainingLoop
    /// Diverges in this iteration; 0 for never.
    let divergesAt: Int

    init(from settings: SettingsReader) {
        x = settings.value("x", default: 0, .from(-10, to: 10), "What it is told.")
        divergesAt = settings.value("diverges_at", default: 0, .from(0, to: 100), "When it diverges.")
        let iterations = settings.value("iterations", default: 9, .from(1, to: 100), "How long it trains.")
        let patience = settings.object("early_stopping", "When it stops.") { stop in
            stop.value("patience", default: 2, .from(1, to: 100), "Iterations to wait.")
        }
        _ = settings.value("kind", default: Kind.plain, "Which kind it is.")
        loop = TrainingLoop(iterations: iterations, earlyStopping: patience.map { EarlyStopping(patience: $0) })
    }

    enum Kind: String, SettingChoice {
        case plain, other
    }

    var iterations: Int? { loop.iterations }
    var reads: RunInputs { loop.earlyStopping == nil ? [] : [.validation] }

    func check(_ chain: ModelCheck, at site: SettingsSite) {}

    func fit(_ dataset: InteractionDataset, in session: TrainingSession) throws -> TrainingOutcome {
        var fit = Fit(x: x, divergesAt: divergesAt)
        return try loop.run(&fit, in: session)
    }

    static func restore(_ archive: TensorArchive) throws -> any FittedModel { try FactorModel(archive: archive) }

    /// The setting and the iterations of a fitted model.
    static func facts(of model: any FittedModel) -> (x: Double, iterations: Int) {
        let bias = (model as? FactorModel)?.itemBias ?? []
        return (Double(bias[0]), Int(bias[1]))
    }

    private struct Fit: IterativeFit {
        let x: Double
        let divergesAt: Int
        var done = 0

        let divergenceRemedy = "tell it something else"

        init(x: Double, divergesAt: Int) {
            self.x = x
            self.divergesAt = divergesAt
        }

        mutating func advance() -> Double? {
            done += 1
            return done == divergesAt ? .nan : 1
        }

        func snapshot() -> FactorModel {
            FactorModel(userCount: 1, itemCount: 2, itemBias: [Float(x), Float(done)])
        }

        func state() -> TensorArchive {
            TensorArchive([Tensor("done", shape: [1], .int64([Int64(done)]))])
        }

        mutating func resume(from state: TensorArchive) throws(ArchiveError) {
            done = Int(try state.int64("done")[0])
        }
    }
}
