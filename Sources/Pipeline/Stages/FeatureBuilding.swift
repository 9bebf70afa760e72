import Modelling
import Tables

/// The features stage: makes the dataset and splits it.
public protocol FeatureBuilding: Sendable {
    init(from settings: SettingsReader)

    /// Nil after a problem was reported.
    var builder: Configured<any DatasetBuilder>? { get }
    var split: Configured<any SplitRule>? { get }
    /// Whether the split also takes a validation part.
    var hasValidation: Bool { get }

    func check(_ schemas: [String: TableSchema])

    /// The dataset with its held-out parts.
    ///
    /// - Parameter keepingRowHashes: whether a later run is to recognise the rows of its parts.
    func run(_ tables: [String: Table], keepingRowHashes: Bool, in context: RunContext) throws -> BuiltDataset

    /// The dataset of all rows, for a refit.
    func runUnsplit(_ tables: [String: Table], in context: RunContext) throws -> BuiltDataset

    /// Gives back a dataset from the cache.
    func restore(_ archive: TensorArchive) throws -> any Dataset
}

extension FeatureBuilding {
    /// The dataset with its held-out parts.
    public func run(_ tables: [String: Table], in context: RunContext) throws -> BuiltDataset {
        try run(tables, keepingRowHashes: false, in: context)
    }
}
