import Modelling
import Pipeline
import Tables

/// Biased matrix factorization by stochastic gradient descent, of ratings or of implicit feedback.
///
///     r̂ = μ + b_u + b_i + p_u · q_i
///     minimise Σ examples loss(r̂) + λ_u Σ_u n_u ‖p_u‖² + λ_i Σ_i n_i ‖q_i‖² + λ_b (Σ_u n_u b_u² + Σ_i n_i b_i²)
///
/// with n the counts of visits: every visit of an example shrinks the rows it touches. `SGDLoss` says what the losses are
/// and which parts of r̂ each has; those of implicit feedback count half their penalty. An epoch is
/// O(examples · factors); bits do not depend on the thread count.
public struct SGD: ModelComponent, StartsWarm {
    public static let name = "sgd"
    /// 3: new rows of a warm start are folded in.
    public static let version = 3
    public static let summary =
        "Biased matrix factorization by stochastic gradient descent, of ratings or of implicit feedback."

    public typealias Data = InteractionDataset

    let loss: SGDLoss
    let factors: Int
    let hasBiases: Bool
    let learningRate: Double
    let schedule: LearningRateSchedule
    let regularization: SGDRegularization
    /// Deviation of the starting factors, times √factors.
    let initialDeviation: Double
    let loop: TrainingLoop

    public init(from settings: SettingsReader) {
        loss = SGDLoss(from: settings)
        factors = settings.value("factors", default: 64, .from(1, to: 4096), "Latent dimension.")
        hasBiases = settings.value("biases", default: true, "Whether users and items have biases (`bpr`: items only).")
        let epochs = settings.value(
            "epochs", default: 20, .from(1, to: 10_000), "Sweeps over the ratings or observed pairs, at most.")
        learningRate = settings.value("learning_rate", default: 0.1, .above(0), "Size of a step; see `schedule`.")
        schedule = LearningRateSchedule(from: settings)
        regularization = SGDRegularization(
            from: settings, default: loss.isImplicit ? 0.003 : 0.1, hasBiases: hasBiases)
        initialDeviation = settings.value(
            "init_stddev", default: 0.1, .above(0), "Deviation of the starting factors, before division by √factors.")
        loop = TrainingLoop(iterations: epochs, earlyStopping: settings.earlyStopping())
    }

    public var iterations: Int? { loop.iterations }

    /// The processor's generation decides the last bits of its kernels, as it decides BLAS's core.
    public var reads: RunInputs {
        loop.earlyStopping == nil ? [.seed, .blasCore] : [.seed, .blasCore, .validation]
    }

    public func check(_ chain: ModelCheck, at site: SettingsSite) {
        chain.checkEarlyStopping(loop.earlyStopping, at: site)
        if chain.feedback == .implicit, !loss.isImplicit {
            site["loss"].report(
                "the loss `squared` learns from ratings, the dataset has weights", hint: Self.implicitRemedy)
        }
        if chain.feedback == .explicit, loss.isImplicit {
            site["loss"].report(
                "the losses `logistic` and `bpr` learn from weights, the dataset has ratings",
                hint: Self.explicitRemedy)
        }
    }

    public func fit(_ dataset: InteractionDataset, in session: TrainingSession) throws -> TrainingOutcome {
        try checkData(dataset.training)
        var fit = try SGDFit(self, on: dataset.training, in: session)
        return try loop.run(&fit, in: session)
    }

    public static func restore(_ archive: TensorArchive) throws -> any FittedModel {
        try FactorModel(archive: archive)
    }

    public func obstacle(toStartFrom earlier: any FittedModel) -> String? {
        earlier.obstacle(toStartWithFactors: factors)
    }

    private static let implicitRemedy =
        "choose the loss `logistic` or `bpr`, or the model `als`, or name the column of ratings in features.dataset.rating"
    private static let explicitRemedy =
        "choose the loss `squared`, or leave features.dataset.rating out so that rows count as weights"

    private func checkData(_ matrix: InteractionMatrix) throws(TrainingError) {
        try matrix.requireInteractions()
        guard loss.isImplicit else {
            return try matrix.requireRatings(remedy: "choose the loss `logistic` or `bpr`, or train `als`")
        }
        guard matrix.feedback == .implicit else {
            throw .unusable(found: "ratings", expected: "weights of implicit feedback", remedy: Self.explicitRemedy)
        }
        try matrix.requireValues(
            expected: "weights that are finite and not negative",
            remedy: "filter the rows, or give the events other weights in features.dataset.weight"
        ) { $0 >= 0 }
    }
}
