import Modelling
import Tables

/// Makes a dataset of one kind from cleaned tables: `features.dataset` with its `kind`.
public protocol DatasetBuilder: Component {
    associatedtype Built: Dataset

    /// The tables it reads, for the chain's check and for the cache.
    var tables: [String] { get }
    /// The side table of items among them, whose columns exporters may use; nil where the dataset has none.
    var itemTable: String? { get }
    /// The side table of users among them, whose columns make segments; nil where the dataset has none.
    var userTable: String? { get }
    /// The table of what happened when, and its column of times; nil where the dataset has none.
    var events: (table: String, time: String)? { get }
    /// What its values mean; nil where it has no interactions.
    var feedback: InteractionMatrix.Feedback? { get }
    /// The labels its rows can have, for metrics that count only some of them; nil where rows have none.
    var labels: [String]? { get }

    /// Checks tables, columns and types, and the split's needs, before anything runs.
    func check(_ schemas: [String: TableSchema], split: Configured<any SplitRule>?, at site: SettingsSite)

    /// Builds the dataset, held-out parts taken out by the split.
    ///
    /// - Throws: `DataError` where nothing is left to train on, or a value can't be used.
    func build(from tables: [String: Table], split: SplitPlan?, in context: RunContext) throws -> BuiltDataset
}

extension DatasetBuilder {
    public var itemTable: String? { nil }
    public var userTable: String? { nil }
    public var events: (table: String, time: String)? { nil }
    public var feedback: InteractionMatrix.Feedback? { nil }
    public var labels: [String]? { nil }
}

/// A split with its parts.
public struct SplitPlan: Sendable {
    public let rule: any SplitRule
    /// The rule is applied once more, inside what is left for training.
    public let hasValidation: Bool
    /// Whether the parts' rows are to be recognised by a later run.
    public let keepsRowHashes: Bool

    public init(rule: any SplitRule, hasValidation: Bool, keepsRowHashes: Bool = false) {
        self.rule = rule
        self.hasValidation = hasValidation
        self.keepsRowHashes = keepsRowHashes
    }
}

/// A dataset with the account of how it came to be.
public struct BuiltDataset: Sendable {
    public let dataset: any Dataset
    public let steps: [StepAccount]
    /// Present where the split's plan asks for it.
    public let rowHashes: RowHashes?

    public init(dataset: any Dataset, steps: [StepAccount], rowHashes: RowHashes? = nil) {
        self.dataset = dataset
        self.steps = steps
        self.rowHashes = rowHashes
    }
}
