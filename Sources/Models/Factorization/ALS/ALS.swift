import LinearAlgebra
import Modelling
import Pipeline
import Tables

/// Matrix factorization by alternating least squares; `ALSObjective` says what is minimised.
///
/// Each iteration costs O(entries · factors² + (users + items) · factors³) with `cholesky` and
/// O(cg_steps · (entries · factors + (users + items) · factors²)) with `cg`. Bits do not depend on the thread count.
public struct ALS: ModelComponent, StartsWarm {
    public static let name = "als"
    /// 2: solved by other kernels, which round otherwise.
    public static let version = 2
    public static let summary =
        "Matrix factorization by alternating least squares, for implicit feedback and for ratings."

    public typealias Data = InteractionDataset

    let objective: ALSObjective
    let factors: Int
    let regularization: Double
    /// Deviation of the starting factors, times √factors.
    let initialDeviation: Double
    let solver: ALSProblem.Solver
    let loop: TrainingLoop

    public init(from settings: SettingsReader) {
        objective = ALSObjective(from: settings)
        factors = settings.value("factors", default: 64, .from(1, to: 4096), "Latent dimension.")
        let iterations = settings.value(
            "iterations", default: 15, .from(1, to: 10_000), "Times users and items are solved, at most.")
        regularization = settings.value(
            "regularization", default: objective.defaultRegularization, .atLeast(0),
            "λ, the L2 penalty as the objective states it. Default 0.003 for `ials`, 0.1 for ratings.")
        initialDeviation = settings.value(
            "init_stddev", default: 0.1, .above(0), "Deviation of the starting factors, before division by √factors.")
        solver = ALSProblem.Solver(from: settings, default: objective == .explicit ? .cholesky : .cg)
        loop = TrainingLoop(iterations: iterations, earlyStopping: settings.earlyStopping())
    }

    public var iterations: Int? { loop.iterations }

    public var reads: RunInputs {
        loop.earlyStopping == nil ? [.seed, .blasCore] : [.seed, .blasCore, .validation]
    }

    public func check(_ chain: ModelCheck, at site: SettingsSite) {
        chain.checkEarlyStopping(loop.earlyStopping, at: site)
        if chain.feedback == .implicit, objective == .explicit {
            site["feedback"].report(
                "explicit feedback needs ratings, the dataset has weights",
                hint: "name the column of ratings in features.dataset.rating, or leave `feedback` out")
        }
    }

    public func fit(_ dataset: InteractionDataset, in session: TrainingSession) throws -> TrainingOutcome {
        try checkData(dataset.training)
        var fit = try ALSFit(self, on: dataset.training, in: session)
        return try loop.run(&fit, in: session)
    }

    public static func restore(_ archive: TensorArchive) throws -> any FittedModel {
        try FactorModel(archive: archive)
    }

    public func obstacle(toStartFrom earlier: any FittedModel) -> String? {
        earlier.obstacle(toStartWithFactors: factors)
    }

    private func checkData(_ matrix: InteractionMatrix) throws(TrainingError) {
        try matrix.requireInteractions()
        guard objective == .explicit else {
            return try matrix.requireValues(
                expected: "weights that are finite and not negative",
                remedy: "filter the rows, or give the events other weights in features.dataset.weight"
            ) { $0 >= 0 }
        }
        try matrix.requireRatings(remedy: "or leave `feedback` out to train on implicit feedback")
    }
}

// MARK: - Settings

/// How `feedback` and `objective` are spelled.
private enum FeedbackChoice: String, SettingChoice {
    case implicit, explicit
}

private enum ObjectiveChoice: String, SettingChoice {
    case confidence, ials
}

enum ALSSolverChoice: String, SettingChoice {
    case cholesky, cg
}

extension ALSObjective {
    fileprivate init(from settings: SettingsReader) {
        let feedback = settings.value(
            "feedback", default: FeedbackChoice.implicit,
            "`implicit`: values are weights and missing pairs count; `explicit`: values are ratings.")
        let objective = settings.value(
            "objective", default: ObjectiveChoice.confidence,
            "What implicit feedback minimises: `confidence` (Hu, Koren, Volinsky 2008) or `ials` (Rendle et al. 2022).")
        let alpha = settings.value(
            "alpha", default: 1.0, .above(0), "How much a unit of weight adds to the confidence of 1 (`confidence`).")
        let unobservedWeight = settings.value(
            "unobserved_weight", default: 0.1, .above(0), "α₀, the weight of every pair's (x·y)² (`ials`).")
        let exponent = settings.value(
            "regularization_exponent", default: 1.0, .from(0, to: 2),
            "ν, how the penalty grows with a row's interactions (`ials`).")
        settings.refuse(["objective"], unless: feedback == .implicit, "to implicit feedback")
        let isConfidence = feedback == .implicit && objective == .confidence
        let isIALS = feedback == .implicit && objective == .ials
        settings.refuse(["alpha"], unless: isConfidence, "to the objective `confidence`")
        settings.refuse(["unobserved_weight", "regularization_exponent"], unless: isIALS, "to the objective `ials`")
        switch (feedback, objective) {
        case (.explicit, _): self = .explicit
        case (.implicit, .confidence): self = .confidence(alpha: alpha)
        case (.implicit, .ials): self = .ials(unobservedWeight: unobservedWeight, regularizationExponent: exponent)
        }
    }

    fileprivate var defaultRegularization: Double {
        switch self {
        case .confidence: 0.05
        case .ials: 0.003
        case .explicit: 0.1
        }
    }
}

extension ALSProblem.Solver {
    fileprivate init(from settings: SettingsReader, default fallback: ALSSolverChoice) {
        let solver = settings.value(
            "solver", default: fallback,
            "`cholesky` solves each row exactly, `cg` takes a few conjugate-gradient steps. Default `cholesky` for ratings."
        )
        let steps = settings.value(
            "cg_steps", default: 3, .from(1, to: 1000), "Conjugate-gradient steps per row and iteration (`cg`).")
        settings.refuse(["cg_steps"], unless: solver == .cg, "to the solver `cg`")
        switch solver {
        case .cholesky: self = .cholesky
        case .cg: self = .conjugateGradient(steps: steps)
        }
    }
}
