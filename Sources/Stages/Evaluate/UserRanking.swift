import Modelling

/// One user's ranking, as far down as any metric looks, and where their test items stand in it.
struct UserRanking {
    private let list: ArraySlice<Int32>
    /// Ranks of the test items in the list, ascending.
    private let ranksInList: [Int]
    /// Ranks of all test items, ascending; empty unless asked for.
    private let exactRanks: ArraySlice<Int>
    private let relevantCount: Int
    private let candidateCount: Int

    /// - Parameter testItems: ascending.
    init(list: ArraySlice<Int32>, testItems: ArraySlice<Int32>, exactRanks: ArraySlice<Int>, candidateCount: Int) {
        var ranks: [Int] = []
        for (index, item) in list.enumerated() where Self.contains(item, testItems) { ranks.append(index + 1) }
        self.list = list
        ranksInList = ranks
        self.exactRanks = exactRanks
        relevantCount = testItems.count
        self.candidateCount = candidateCount
    }

    /// The user's value; nil where the measure has no value per user.
    func value(of measure: MetricMeasure, in catalogue: RecommendationCatalogue) -> Double? {
        switch measure {
        case .ranking(let depth?, let value):
            value(rankedUser(ranksInList.prefix { $0 <= depth }))
        case .ranking(nil, let value):
            value(rankedUser(exactRanks))
        case .list(let depth, let value):
            value(list.prefix(depth), catalogue)
        case .catalogue, .rating:
            nil
        }
    }

    private func rankedUser(_ ranks: ArraySlice<Int>) -> RankedUser {
        RankedUser(ranks: ranks, relevantCount: relevantCount, candidateCount: candidateCount)
    }

    private static func contains(_ item: Int32, _ items: ArraySlice<Int32>) -> Bool {
        var low = items.startIndex
        var high = items.endIndex
        while low < high {
            let middle = (low + high) / 2
            if items[middle] < item { low = middle + 1 } else { high = middle }
        }
        return low < items.endIndex && items[low] == item
    }
}
