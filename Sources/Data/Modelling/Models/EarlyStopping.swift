/// When to stop because the validation metric no longer gets better.
public struct EarlyStopping: Sendable, Equatable {
    /// Iterations in a row without improvement after which training stops; at least 1.
    public let patience: Int
    /// An improvement must exceed this, in the metric's own unit; at least 0.
    public let minimumImprovement: Double

    public init(patience: Int, minimumImprovement: Double = 0) {
        precondition(patience >= 1 && minimumImprovement >= 0, "patience counts from 1, an improvement from 0")
        self.patience = patience
        self.minimumImprovement = minimumImprovement
    }
}

extension EarlyStopping {
    /// What is known so far: the best model, when it was seen, and whether waiting longer is worth it.
    struct Progress {
        let rule: EarlyStopping
        let higherIsBetter: Bool
        private(set) var bestIteration = 0
        private(set) var bestModel: (any FittedModel)?
        private var bestScore = Double.nan
        private var iterationsWithoutImprovement = 0

        init(rule: EarlyStopping, higherIsBetter: Bool) {
            self.rule = rule
            self.higherIsBetter = higherIsBetter
        }

        /// Stands where `standing` was taken, the best model given beside it.
        init(rule: EarlyStopping, higherIsBetter: Bool, _ standing: Standing, bestModel: any FittedModel) {
            self.init(rule: rule, higherIsBetter: higherIsBetter)
            bestIteration = standing.bestIteration
            bestScore = standing.bestScore
            iterationsWithoutImprovement = standing.iterationsWithoutImprovement
            self.bestModel = bestModel
        }

        /// What a checkpoint keeps of it after `iteration`.
        func standing(after iteration: Int) -> Standing {
            Standing(
                bestIteration: bestIteration, bestScore: bestScore,
                iterationsWithoutImprovement: iterationsWithoutImprovement,
                bestModel: bestIteration == iteration ? nil : bestModel?.archive())
        }

        var isExhausted: Bool { iterationsWithoutImprovement >= rule.patience }

        /// A score that is not a number never improves; the first model is kept whatever it scores.
        mutating func record(_ score: Double, of model: any FittedModel, iteration: Int) {
            let gain = higherIsBetter ? score - bestScore : bestScore - score
            let isBetter = bestScore.isNaN ? !score.isNaN : gain > rule.minimumImprovement
            if isBetter || bestModel == nil {
                (bestScore, bestModel, bestIteration) = (score, model, iteration)
                iterationsWithoutImprovement = 0
            } else {
                iterationsWithoutImprovement += 1
            }
        }
    }
}
