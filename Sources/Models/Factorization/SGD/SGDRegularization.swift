import Pipeline

/// λ of each kind of parameter: a visit of an example shrinks every parameter it touches by its own λ.
struct SGDRegularization: Sendable, Equatable {
    let userFactors: Double
    let itemFactors: Double
    let biases: Double

    /// - Parameter hasBiases: whether a λ of biases has anything to act on.
    init(from settings: SettingsReader, default fallback: Double, hasBiases: Bool) {
        let all = settings.value(
            "regularization", default: fallback, .atLeast(0),
            "λ, the L2 penalty per visit of every parameter without one of its own. Default 0.003 for `logistic` and `bpr`."
        )
        userFactors =
            settings.optional(
                "user_regularization", .atLeast(0), "λ of the users' factors instead of `regularization`.") ?? all
        itemFactors =
            settings.optional(
                "item_regularization", .atLeast(0), "λ of the items' factors instead of `regularization`.") ?? all
        biases =
            settings.optional("bias_regularization", .atLeast(0), "λ of the biases instead of `regularization`.") ?? all
        settings.refuse(["bias_regularization"], unless: hasBiases, "to models with `biases`")
    }
}
