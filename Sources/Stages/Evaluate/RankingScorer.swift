import LinearAlgebra
import Modelling

/// Computes ranking and list metrics of a model: ranks everything for every user with test items, block by block, and
/// keeps one number per user and metric.
struct RankingScorer: Sendable {
    let items: TestItems
    /// What rankings leave out.
    let seen: SparseMatrix?
    let catalogue: RecommendationCatalogue

    /// What a model's rankings came to.
    struct Scores: Sendable {
        /// For each metric, the values of all users; empty for catalogue metrics.
        fileprivate(set) var perUser: [[Double]]
        /// For each of the means asked for, the mean over users.
        fileprivate(set) var means: [Double]
        /// For each item, its best rank in any user's list; `Int32.max` where it is in none.
        fileprivate(set) var bestRank: [Int32]

        /// Items that stand in at least one list of a length.
        func distinctItems(depth: Int) -> Int { bestRank.count { $0 <= depth } }
    }

    /// - Parameters:
    ///   - measures: their values are kept per user.
    ///   - means: only the mean of their values is wanted.
    ///   - onProgress: called after each block with the number of users done.
    func score(
        _ model: any FittedModel, _ measures: [MetricMeasure], means: [MetricMeasure] = [], pool: WorkerPool,
        onProgress: (Int) throws -> Void
    ) throws -> Scores {
        let ranker = Ranker(model: model, excluding: seen)
        let all = measures + means
        let depth = all.compactMap(\.listDepth).max() ?? 0
        let keepsLists = all.contains(where: \.isCatalogue)
        var scores = Scores(
            perUser: measures.map { _ in [] }, means: means.map { _ in 0 },
            bestRank: [Int32](repeating: .max, count: keepsLists ? catalogue.itemCount : 0))
        for index in measures.indices where !measures[index].isCatalogue {
            scores.perUser[index].reserveCapacity(items.users.count)
        }
        var done = 0
        try ranker.forEachBlock(
            of: items.users, count: depth, placing: all.contains(where: \.looksAtAll) ? items.targets : nil, pool: pool,
            prepare: { block in blockScores(block, ranker, measures, means, keepsLists: keepsLists) }
        ) { block in
            for index in measures.indices { scores.perUser[index] += block.values[index] }
            for index in means.indices { scores.means[index] += block.sums[index] }
            block.lists?.noteRanks(in: &scores.bestRank)
            done += block.userCount
            try onProgress(done)
        }
        for index in means.indices { scores.means[index] /= Double(items.users.count) }
        return scores
    }

    private struct BlockScores: Sendable {
        let userCount: Int
        let values: [[Double]]
        let sums: [Double]
        let lists: TopItems?
    }

    private func blockScores(
        _ block: RankedBlock, _ ranker: Ranker, _ measures: [MetricMeasure], _ means: [MetricMeasure], keepsLists: Bool
    ) -> BlockScores {
        var values = [[Double]](repeating: [], count: measures.count)
        var sums = [Double](repeating: 0, count: means.count)
        for position in block.positions {
            let user = UserRanking(
                list: block.top.items(at: position - block.positions.lowerBound), testItems: items.items(at: position),
                exactRanks: block.ranks(of: items.targets, at: position),
                candidateCount: ranker.candidateCount(of: items.users[position]))
            for (index, measure) in measures.enumerated() {
                if let value = user.value(of: measure, in: catalogue) { values[index].append(value) }
            }
            for (index, measure) in means.enumerated() { sums[index] += user.value(of: measure, in: catalogue) ?? 0 }
        }
        return BlockScores(
            userCount: block.positions.count, values: values, sums: sums, lists: keepsLists ? block.top : nil)
    }
}

extension TopItems {
    /// Lowers the best rank of each listed item to its rank here.
    fileprivate func noteRanks(in bestRank: inout [Int32]) {
        for position in 0..<userCount {
            for (index, item) in items(at: position).enumerated() {
                bestRank[Int(item)] = min(bestRank[Int(item)], Int32(index + 1))
            }
        }
    }
}

extension MetricMeasure {
    /// Length of the list it needs; nil where it needs none.
    fileprivate var listDepth: Int? {
        switch self {
        case .ranking(let depth, _): depth
        case .list(let depth, _), .catalogue(let depth, _): depth
        case .rating: nil
        }
    }

    /// Whether it needs exact ranks of all test items.
    fileprivate var looksAtAll: Bool {
        if case .ranking(nil, _) = self { true } else { false }
    }

    fileprivate var isCatalogue: Bool {
        if case .catalogue = self { true } else { false }
    }

    /// Whether it looks at rankings at all.
    var needsRanking: Bool {
        if case .rating = self { false } else { true }
    }
}
