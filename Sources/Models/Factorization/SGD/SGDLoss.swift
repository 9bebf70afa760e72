import Pipeline

/// What stochastic gradient descent minimises; `Documentation/Objectives.md` writes the sums out.
///
/// `μ` is the mean rating, `w` the weight of an observed pair, `j` an item drawn uniformly from those the user has not seen,
/// anew in each epoch; `softplus(x) = ln(1 + eˣ)`.
public enum SGDLoss: Sendable, Equatable {
    /// Σ observed (r − r̂)² with r̂ = μ + b_u + b_i + p_u · q_i (Koren, Bell, Volinsky: "Matrix Factorization Techniques for
    /// Recommender Systems", 2009).
    case squared
    /// Σ observed [w · softplus(−r̂_ui) + Σ over `negatives` drawn j of softplus(r̂_uj)] with r̂ = b_u + b_i + p_u · q_i
    /// (Johnson: "Logistic Matrix Factorization for Implicit Feedback Data", 2014, with drawn instead of all negatives).
    case logistic(negatives: Int)
    /// Σ observed softplus(r̂_uj − r̂_ui) with one drawn j and r̂ = b_i + p_u · q_i: a user's bias and a mean would cancel,
    /// and weights are not used (Rendle et al.: "BPR: Bayesian Personalized Ranking from Implicit Feedback", 2009).
    case bpr

    /// Whether it learns from weights of implicit feedback; `squared` learns from ratings.
    var isImplicit: Bool { self != .squared }
}

/// How `loss` is spelled.
private enum LossChoice: String, SettingChoice {
    case squared, logistic, bpr
}

extension SGDLoss {
    init(from settings: SettingsReader) {
        let loss = settings.value(
            "loss", default: LossChoice.squared,
            "`squared`: the error of ratings; for implicit feedback `logistic`: observed or not, and `bpr`: observed above not observed."
        )
        let negatives = settings.value(
            "negatives", default: 4, .from(1, to: 100), "Unseen items drawn for each observed pair (`logistic`).")
        settings.refuse(["negatives"], unless: loss == .logistic, "to the loss `logistic`")
        switch loss {
        case .squared: self = .squared
        case .logistic: self = .logistic(negatives: negatives)
        case .bpr: self = .bpr
        }
    }
}
