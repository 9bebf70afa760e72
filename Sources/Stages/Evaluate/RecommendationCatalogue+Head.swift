import Modelling

extension RecommendationCatalogue {
    /// The catalogue of a training part. Its head is the fewest items that hold half of the interactions: items by number of
    /// interactions (pairs of user and item), ties by row, until half is reached. O(items · log items).
    init(_ training: InteractionMatrix) {
        let counts = (0..<training.byItem.rows).map { training.byItem.range(ofRow: $0).count }
        let order = counts.indices.sorted { (counts[$1], $0) < (counts[$0], $1) }
        var isHead = [Bool](repeating: false, count: counts.count)
        var held = 0
        for item in order {
            if 2 * held >= training.byItem.count { break }
            isHead[item] = true
            held += counts[item]
        }
        self.init(itemCount: counts.count, isHead: isHead)
    }
}
