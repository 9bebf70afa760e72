/// Judges a model on held-out interactions.
public protocol Metric: Sendable {
    /// As reports and `metrics.json` spell it: `ndcg@10`.
    var label: String { get }
    var higherIsBetter: Bool { get }
    /// What it looks at.
    var measure: MetricMeasure { get }
}

/// The ways a metric looks at a model.
public enum MetricMeasure: Sendable {
    /// The mean over users of a value computed from where the user's test items stand in their ranking.
    ///
    /// `depth` is how far down the ranking it looks; nil looks at all of it, which costs a second pass over all scores.
    case ranking(depth: Int?, value: @Sendable (RankedUser) -> Double)
    /// The mean over users of a value computed from the items in the user's top `depth`.
    case list(depth: Int, value: @Sendable (_ topItems: ArraySlice<Int32>, RecommendationCatalogue) -> Double)
    /// One value from the lists of all users; has no interval.
    case catalogue(depth: Int, value: @Sendable (_ distinctItems: Int, RecommendationCatalogue) -> Double)
    /// From the errors of predicted ratings, pooled over rows: `finish(Σ term(error), rows)`.
    case rating(term: @Sendable (Double) -> Double, finish: @Sendable (_ sum: Double, _ rows: Int) -> Double)
}

/// Where one user's test items stand among all items that could be recommended to them.
public struct RankedUser: Sendable {
    /// 1-based ranks of the test items found within the depth looked at, ascending.
    public let ranks: ArraySlice<Int>
    /// The user's test items, found or not; at least one.
    public let relevantCount: Int
    /// Items that were ranked: those the model knows, less those excluded as seen.
    public let candidateCount: Int

    public init(ranks: ArraySlice<Int>, relevantCount: Int, candidateCount: Int) {
        self.ranks = ranks
        self.relevantCount = relevantCount
        self.candidateCount = candidateCount
    }
}

/// What list and catalogue metrics need to know of the items.
public struct RecommendationCatalogue: Sendable {
    /// Items known to training.
    public let itemCount: Int
    /// Set for the fewest items that hold half of the training interactions.
    public let isHead: [Bool]

    public init(itemCount: Int, isHead: [Bool]) {
        self.itemCount = itemCount
        self.isHead = isHead
    }
}
