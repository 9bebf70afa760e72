import Modelling
import Pipeline

/// 1 / rank of the user's first test item in the ranking of all items.
public struct MeanReciprocalRank: MetricComponent {
    public static let name = "mrr"
    public static let definition =
        "1 divided by the rank of the user's best-placed test item among all items, without a cutoff; mean over users."
    public static let takesCutoff = false

    public let label = Self.name
    public let higherIsBetter = true
    public let measure: MetricMeasure

    public init(cutoff: Int?) {
        measure = .ranking(depth: nil) { user in user.ranks.first.map { 1 / Double($0) } ?? 0 }
    }
}
