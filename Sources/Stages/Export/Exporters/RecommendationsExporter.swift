import DurableFiles
import Expressions
import Modelling
import Pipeline

/// Writes the best items of every user: rows `user,rank,item,score`, users by row, ranks from 1.
///
/// Users × items scores are never held: blocks of users are ranked and written one after the other. Users with fewer
/// than `k` items to choose from get fewer rows. O(users · items · cost of a score).
public struct RecommendationsExporter: Exporter {
    public static let name = "recommendations"
    /// 2: scores are sums in the order of the factors.
    public static let version = 2
    public static let summary = "The best items of every user, as rows of user, rank, item and score."

    let form: RecommendationForm
    let k: Int
    let eligible: RowExpression?

    public init(from settings: SettingsReader) {
        form = settings.value("as", default: .csv, "The form of the file: a CSV file, or a JSON object a line.")
        k = settings.value("k", default: 10, .from(1, to: 1000), "Items per user, at most.")
        eligible = settings.optional(
            "eligible",
            "A condition over the items side table; only items that meet it are recommended: in stock, not discontinued …"
        )
    }

    /// The last bits of scores depend on the processor's generation, which the BLAS core goes by.
    public var reads: RunInputs { .blasCore }

    public var fileNames: [String] { ["recommendations.\(form.rawValue)"] }

    public func check(_ chain: ExportCheck, at site: SettingsSite) {
        ShippedRecommender.check(chain, at: site)
        guard let eligible, chain.hasModel else { return }
        guard let schema = chain.itemSchema else {
            site["eligible"].report(
                "there is no items side table to look at", hint: "name one with features.dataset.items")
            return
        }
        _ = eligible.check(against: schema, at: site["eligible"])
    }

    public func write(_ input: ExportInput, in context: RunContext) throws -> [WrittenFile] {
        let recommender = ShippedRecommender(input)
        let users = recommender.training.users
        let lines = RecommendationLines(form: form, users: users, items: recommender.training.items, maximumRank: k)
        let writer = try FileWriter("\(input.directory)/\(fileNames[0])", in: input.files)
        try writer.write(form.header)
        var done = 0
        try recommender.ranker(eligible: eligibleItems(of: recommender, in: context)).forEachBlock(
            of: Array(0..<Int32(users.count)), count: k, pool: context.pool,
            prepare: { block in (count: block.positions.count, bytes: lines.bytes(of: block)) },
            consume: { block in
                try writer.write(block.bytes)
                done += block.count
                context.progress.update("recommend", completed: done, total: users.count, unit: "users")
            })
        return [try writer.finish()]
    }

    /// One flag per item row; nil where all are eligible.
    private func eligibleItems(of recommender: ShippedRecommender, in context: RunContext) throws -> [Bool]? {
        guard let eligible else { return nil }
        guard let table = recommender.itemTable else {
            preconditionFailure("`eligible` was checked against an items side table")
        }
        let flags = try eligible.check(against: table.schema).evaluate(on: table, pool: context.pool)
        let count = flags.lazy.filter(\.self).count
        guard count > 0 else {
            throw DataError(
                place: "export.formats: eligible", found: "no item that meets \(eligible.text)",
                expected: "at least one",
                remedy: "loosen the condition, or see what the items side table holds in the columns it names")
        }
        context.log.info("\(count) of \(flags.count) items are eligible")
        return flags
    }
}
