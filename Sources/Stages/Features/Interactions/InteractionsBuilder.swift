import LinearAlgebra
import Modelling
import Pipeline
import Tables

/// The dataset kind `interactions`: who did what with which item, as one value per user and item.
///
/// Rows go through these steps, each with its account:
///
/// 1. `interactions`: rows without a user, item, rating or weight, and rows at or after the run's instant, are dropped.
///    A row without a time is dropped where a time is needed: by the split, by `half_life_days`, by the aggregate `last`.
/// 2. `split`: the rule takes the test part, then, asked once more, the validation part.
/// 3. `minimums`: users with fewer than `minimum_per_user` distinct items and items with fewer than `minimum_per_item`
///    distinct users leave the training part, until none is left to leave.
/// 4. `aggregate`: the training rows of a user and item become one value.
///
/// Everything after the split looks at the training part alone: ids, minimums, the instant decay counts from, and which
/// rows of the side tables are carried along. Held-out rows of users or items unknown to it are counted and left out.
public struct InteractionsBuilder: DatasetBuilder {
    public typealias Built = InteractionDataset

    public static let name = "interactions"
    /// 2: stored with the ids of its training part.
    public static let version = 2
    public static let summary = "One weight or rating per user and item, with optional side tables of users and items."

    let table: String
    let user: String
    let item: String
    let time: String
    public let userTable: String?
    public let itemTable: String?
    let weight: WeightSettings
    let rating: String?
    let statedAggregate: Aggregate?
    let minimumPerUser: Int
    let minimumPerItem: Int

    public init(from settings: SettingsReader) {
        table = settings.required("table", "The table of interactions, one row each.")
        user = settings.value("user", default: "user", "Column of the user's id, in the side table too.")
        item = settings.value("item", default: "item", "Column of the item's id, in the side table too.")
        time = settings.value("time", default: "time", "Column of the time; the default may be absent from the table.")
        userTable = settings.optional("users", "Side table of users, carried along for models and reports.")
        itemTable = settings.optional("items", "Side table of items, carried along for models, exporters and reports.")
        weight =
            settings.object("weight", "What a row weighs; 1 where left out.", WeightSettings.init(from:))
            ?? WeightSettings()
        rating = settings.optional("rating", "Column of the rating, which makes the feedback explicit.")
        statedAggregate = settings.optional(
            "aggregate", "How the rows of a user and item become one value; by default `sum`, for ratings `last`.")
        minimumPerUser = settings.value(
            "minimum_per_user", default: 1, .atLeast(1), "Distinct items a user needs in the training part.")
        minimumPerItem = settings.value(
            "minimum_per_item", default: 1, .atLeast(1), "Distinct users an item needs in the training part.")
    }

    public var feedback: InteractionMatrix.Feedback? { valueMeaning }

    public var labels: [String]? { weight.by == nil ? nil : weight.values.entries.map(\.name) }

    public var tables: [String] { [table] + [userTable, itemTable].compactMap(\.self) }

    public var events: (table: String, time: String)? { (table, time) }

    var aggregate: Aggregate { statedAggregate ?? (rating == nil ? .sum : .last) }
    var valueMeaning: InteractionMatrix.Feedback { rating == nil ? .implicit : .explicit }

    public func build(from tables: [String: Table], split: SplitPlan?, in context: RunContext) throws -> BuiltDataset {
        var steps: [StepAccount] = []
        do {
            let (dataset, hashes) = try assemble(from: tables, split: split, accounts: &steps, in: context)
            return BuiltDataset(dataset: dataset, steps: steps, rowHashes: hashes)
        } catch let error as DataError {
            throw error.after(steps)
        }
    }

    private func assemble(
        from tables: [String: Table], split: SplitPlan?, accounts: inout [StepAccount], in context: RunContext
    ) throws -> (InteractionDataset, RowHashes?) {
        let source = require(table, of: tables)
        try checkRowCount(source)
        let columns = InteractionColumns(source, for: self)
        let judge = RowJudge(columns, builder: self, needsTime: needsTime(for: split), asOf: context.asOf)
        let rows = try RowSelection(judge, table: table, rowCount: source.rowCount, pool: context.pool)
        accounts.append(rows.account)
        let parts =
            try split.map { plan in
                try RowParts(plan, among: splitRows(rows.kept, of: source, columns, in: context), table: table)
            } ?? RowParts(training: rows.kept)
        if split != nil { accounts.append(parts.account(table: table)) }
        let hashes = split?.keepsRowHashes == true ? try rowHashes(of: source, parts, in: context) : nil
        try context.checkCancellation()
        let training = try TrainingPart(
            parts.training, columns: columns, values: rows.values, builder: self, pool: context.pool)
        accounts += training.steps
        let heldOut = { (part: String, marked: [Bool]) in
            try training.heldOut(marked, part: part, columns: columns, values: rows.values, pool: context.pool)
        }
        let users = userTable.map {
            SideTable(require($0, of: tables), name: $0, idColumn: user, ids: training.matrix.users)
        }
        let items = itemTable.map {
            SideTable(require($0, of: tables), name: $0, idColumn: item, ids: training.matrix.items)
        }
        accounts += [users, items].compactMap { $0?.account }
        let dataset = InteractionDataset(
            training: training.matrix, validation: try parts.validation.map { try heldOut("validation", $0) },
            test: try parts.test.map { try heldOut("test", $0) }, userTable: users?.aligned, itemTable: items?.aligned)
        return (dataset, hashes)
    }
}

extension InteractionsBuilder {
    /// Rows are known again by who did something with what at which time: their other columns may be mended meanwhile.
    private func rowHashes(of source: Table, _ parts: RowParts, in context: RunContext) throws -> RowHashes {
        try RowHashes(of: source, identifiedBy: [user, item, time], parts, pool: context.pool)
    }

    /// Whether a row without a time has no place in the dataset.
    private func needsTime(for split: SplitPlan?) -> Bool {
        split?.rule is any TimeOrderedSplit || weight.halfLifeDays != nil || aggregate == .last
    }

    private func splitRows(
        _ eligible: [Bool], of source: Table, _ columns: InteractionColumns, in context: RunContext
    ) -> SplitRows {
        SplitRows(
            table: source, eligible: eligible, userCodes: columns.users.codes,
            userCount: columns.users.dictionary.count,
            timeColumn: columns.times == nil ? nil : time, times: columns.times?.values, asOf: context.asOf,
            seed: context.seed, round: 0, pool: context.pool)
    }

    private func require(_ name: String, of tables: [String: Table]) -> Table {
        guard let table = tables[name] else { preconditionFailure("the check let the missing table \(name) pass") }
        return table
    }

    /// Rows are numbered by 32 bits.
    private func checkRowCount(_ source: Table) throws {
        guard source.rowCount > Int(Int32.max) else { return }
        throw DataError(
            place: "features: table \(table)", found: "\(source.rowCount) rows", expected: "at most \(Int32.max)",
            remedy: "aggregate or sample the table before training")
    }
}
