import LinearAlgebra
import Modelling
import Pipeline

/// A held-out part made ready to judge models by some metrics.
struct HeldOutPart: Sendable {
    /// `validation` or `test`.
    let name: String
    let metrics: [any MetricComponent]
    let rows: HeldOutInteractions
    /// What rankings leave out; nil for nothing.
    let seen: SparseMatrix?
    /// Present where a metric looks at rankings.
    let ranking: RankingScorer?
    /// Present where a metric looks at ratings.
    let rating: RatingScorer?

    /// - Parameter relevant: one flag per label; nil when every row counts as a hit.
    /// - Throws: `DataError` where nothing of the part can be judged.
    init(
        _ name: String, _ rows: HeldOutInteractions, of dataset: InteractionDataset, metrics: [any MetricComponent],
        relevant: [Bool]?, seen: SparseMatrix?
    ) throws {
        self.name = name
        self.metrics = metrics
        self.rows = rows
        self.seen = seen
        let needsRanking = metrics.contains { $0.measure.needsRanking }
        let needsRatings = metrics.contains { !$0.measure.needsRanking }
        ranking =
            needsRanking
            ? RankingScorer(
                items: TestItems(rows, relevant: relevant, seen: seen), seen: seen,
                catalogue: RecommendationCatalogue(dataset.training))
            : nil
        rating = needsRatings ? RatingScorer(rows) : nil
        if let ranking, ranking.items.users.isEmpty { throw nothingToJudge(ranking.items) }
        if let rating, rating.users.isEmpty { throw nothingToJudge(nil) }
    }

    /// A model's metrics, and the means of further measures of its rankings.
    func scores(
        of model: any FittedModel, means: [MetricMeasure] = [], pool: WorkerPool,
        onProgress: (_ users: Int) throws -> Void = { _ in }
    ) throws -> (samples: [MetricSample], means: [Double]) {
        let measures = metrics.map(\.measure)
        let rankings = try ranking?.score(
            model, measures.filter(\.needsRanking), means: means, pool: pool, onProgress: onProgress)
        var perUser = (rankings?.perUser ?? [])[...]
        var sums = try rating?.sums(of: measures.compactMap(\.ratingTerm), model, pool: pool)[...] ?? []
        let samples = measures.map { measure -> MetricSample in
            switch measure {
            case .ranking, .list:
                return .users(perUser.removeFirst())
            case .catalogue(let depth, let value):
                perUser.removeFirst()
                let distinct = rankings?.distinctItems(depth: depth) ?? 0
                return .whole(
                    ranking.map { value(distinct, $0.catalogue) } ?? 0, userCount: ranking?.items.users.count ?? 0)
            case .rating(_, let finish):
                return .rows(sums: sums.removeFirst(), counts: rating?.rowCounts ?? [], finish: finish)
            }
        }
        return (samples, rankings?.means ?? [])
    }

    /// What is counted but not scored.
    var accounts: [(name: String, count: Int)] {
        var accounts: [(name: String, count: Int)] = []
        if let items = ranking?.items {
            accounts.append(("users without \(name) items", items.usersWithout))
            accounts.append(("\(name) pairs already seen", items.seenPairs))
            if items.irrelevantRows > 0 { accounts.append(("\(name) rows that are no hits", items.irrelevantRows)) }
        }
        accounts.append(("\(name) rows of unknown users", rows.rowsWithUnknownUser))
        accounts.append(("\(name) rows of unknown items", rows.rowsWithUnknownItem))
        return accounts
    }

    private func nothingToJudge(_ items: TestItems?) -> DataError {
        var found = [
            "\(rows.rowsWithUnknownUser) rows of unknown users", "\(rows.rowsWithUnknownItem) of unknown items",
        ]
        if let items {
            found += ["\(items.seenPairs) pairs already seen", "\(items.irrelevantRows) rows that are no hits"]
        }
        return DataError(
            place: "evaluate, \(name) part", found: "nothing to score (\(found.joined(separator: ", ")))",
            expected: "at least one held-out row of a user and an item that training knows",
            remedy:
                "let features.split hold out fewer rows, or choose leave_last_out or random, which keep users in training"
        )
    }
}

extension MetricMeasure {
    fileprivate var ratingTerm: (@Sendable (Double) -> Double)? {
        if case .rating(let term, _) = self { term } else { nil }
    }
}
