import Modelling
import Pipeline
import Tables

/// Biased matrix factorization of ratings by stochastic gradient descent.
///
///     r̂ = μ + b_u + b_i + p_u · q_i
///     minimise Σ observed (r − r̂)² + λ(Σ_u n_u(‖p_u‖² + b_u²) + Σ_i n_i(‖q_i‖² + b_i²))
///
/// with μ the training mean and n the counts of observed pairs: every visit of a rating shrinks the rows it touches. The
/// same objective as explicit `als` (Koren, Bell, Volinsky: "Matrix Factorization Techniques for Recommender Systems",
/// 2009). An epoch is O(ratings · factors); bits do not depend on the thread count.
public struct SGD: ModelComponent, StartsWarm {
    public static let name = "sgd"
    public static let summary = "Biased matrix factorization of ratings by stochastic gradient descent."

    public typealias Data = InteractionDataset

    /// How `loss` is spelled.
    private enum Loss: String, SettingChoice {
        case squared
    }

    let factors: Int
    let learningRate: Double
    let schedule: LearningRateSchedule
    let regularization: Double
    /// Deviation of the starting factors, times √factors.
    let initialDeviation: Double
    let loop: TrainingLoop

    public init(from settings: SettingsReader) {
        factors = settings.value("factors", default: 64, .from(1, to: 4096), "Latent dimension.")
        let epochs = settings.value("epochs", default: 20, .from(1, to: 10_000), "Sweeps over the ratings, at most.")
        learningRate = settings.value("learning_rate", default: 0.1, .above(0), "Size of a step; see `schedule`.")
        schedule = LearningRateSchedule(from: settings)
        regularization = settings.value(
            "regularization", default: 0.1, .atLeast(0), "λ, the L2 penalty of factors and biases, per rating.")
        _ = settings.value("loss", default: Loss.squared, "What is minimised: `squared`, the squared error of ratings.")
        initialDeviation = settings.value(
            "init_stddev", default: 0.1, .above(0), "Deviation of the starting factors, before division by √factors.")
        loop = TrainingLoop(iterations: epochs, earlyStopping: settings.earlyStopping())
    }

    /// Its own kernels use no BLAS; the scores that early stopping looks at do.
    public var reads: RunInputs {
        loop.earlyStopping == nil ? [.seed] : [.seed, .blasCore, .validation]
    }

    public func check(_ chain: ModelCheck, at site: SettingsSite) {
        chain.checkEarlyStopping(loop.earlyStopping, at: site)
        if chain.feedback == .implicit {
            site.report(
                "sgd trains on ratings, the dataset has weights",
                hint: "name the column of ratings in features.dataset.rating, or train `als`")
        }
    }

    public func fit(_ dataset: InteractionDataset, in session: TrainingSession) throws -> TrainingOutcome {
        try dataset.training.requireInteractions()
        try dataset.training.requireRatings(remedy: "or train `als`, which understands weights")
        var fit = try SGDFit(self, on: dataset.training, in: session)
        return try loop.run(&fit, in: session)
    }

    public static func restore(_ archive: TensorArchive) throws -> any FittedModel {
        try FactorModel(archive: archive)
    }

    public func obstacle(toStartFrom earlier: any FittedModel) -> String? {
        earlier.obstacle(toStartWithFactors: factors)
    }
}
