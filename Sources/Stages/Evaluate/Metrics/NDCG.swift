import Foundation
import Modelling
import Pipeline

/// Normalised discounted cumulative gain of a list of `k`, with binary relevance.
///
///     ndcg@k = Σ_{hits at rank r ≤ k} 1 / log₂(r + 1)  ÷  Σ_{r = 1 … min(k, test items)} 1 / log₂(r + 1)
///
/// The ideal list has all its hits on top and is as long as the list judged (Järvelin and Kekäläinen, "Cumulated
/// gain-based evaluation of IR techniques", 2002, with the discount of Burges et al., 2005).
public struct NDCG: CutoffMetric {
    public static let name = "ndcg"
    public static let definition =
        "Hits in the top k, each worth 1/log2(rank + 1), divided by what the best possible list of k would collect; mean over users."

    public let depth: Int

    public init(depth: Int) {
        self.depth = depth
    }

    public static func measure(depth: Int) -> MetricMeasure {
        let gains = (1...depth).map { 1 / log2(Double($0) + 1) }
        let ideals = gains.reduce(into: [0]) { $0.append($0.last! + $1) }
        return .ranking(depth: depth) { user in
            let gain = user.ranks.reduce(0) { $0 + gains[$1 - 1] }
            return gain / ideals[min(depth, user.relevantCount)]
        }
    }
}
