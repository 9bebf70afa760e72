import Modelling
import Pipeline

/// Area under the ROC curve: how often a test item stands above an item that is none, over all such pairs of a user.
///
/// With n candidates, m test items and r_j the rank of the j-th of them, n − r_j items stand below it, m − j of which are
/// test items themselves:
///
///     auc = Σ_j ((n − r_j) − (m − j))  ÷  (m · (n − m))
///
/// Ties count by item row, as everywhere in the ranking. A user for whom every candidate is a test item has no such pair
/// and counts ½, what a random ranking gets.
public struct AreaUnderCurve: MetricComponent {
    public static let name = "auc"
    public static let definition =
        "Share of the pairs of a test item and another item that could be recommended in which the test item ranks higher; mean over users."
    public static let takesCutoff = false

    public let label = Self.name
    public let higherIsBetter = true
    public let measure: MetricMeasure

    public init(cutoff: Int?) {
        measure = .ranking(depth: nil) { user in
            let others = user.candidateCount - user.relevantCount
            guard others > 0 else { return 0.5 }
            var ordered = 0
            var testItemsBelow = user.relevantCount
            for rank in user.ranks {
                testItemsBelow -= 1
                ordered += user.candidateCount - rank - testItemsBelow
            }
            return Double(ordered) / (Double(user.relevantCount) * Double(others))
        }
    }
}
