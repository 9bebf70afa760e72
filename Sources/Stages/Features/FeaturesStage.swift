import Modelling
import Pipeline
import Tables

/// The features stage: makes a dataset from cleaned tables and holds parts of it out.
///
/// What it makes is the dataset's component's business, which rows are held out is the split's; the stage reads both
/// from the pipeline and brings them together.
public struct FeaturesStage: FeatureBuilding {
    public let builder: Configured<any DatasetBuilder>?
    public let split: Configured<any SplitRule>?
    public let hasValidation: Bool

    public init(from settings: SettingsReader) {
        builder = settings.requiredObject("dataset", "The dataset to make of the cleaned tables.") { reader in
            reader.component("kind", from: reader.catalog.datasets, "The kind of dataset.")
        }
        let held = settings.object("split", "The rows kept from training, to judge models on.") { reader in
            let rule = reader.component("by", from: reader.catalog.splits, "How the rows are chosen.")
            let hasValidation = reader.value(
                "validation", default: false,
                "Whether the rule is applied once more, inside what is left for training, for choosing among models.")
            return (rule: rule, hasValidation: hasValidation)
        }
        split = held?.rule
        hasValidation = held?.hasValidation ?? false
    }

    public func check(_ schemas: [String: TableSchema]) {
        guard let builder else { return }
        builder.component.check(schemas, split: split, at: builder.site)
    }

    public func run(
        _ tables: [String: Table], keepingRowHashes: Bool, in context: RunContext
    ) throws -> BuiltDataset {
        let plan = split.map {
            SplitPlan(rule: $0.component, hasValidation: hasValidation, keepsRowHashes: keepingRowHashes)
        }
        return try checkedBuilder.build(from: tables, split: plan, in: context)
    }

    public func runUnsplit(_ tables: [String: Table], in context: RunContext) throws -> BuiltDataset {
        try checkedBuilder.build(from: tables, split: nil, in: context)
    }

    public func restore(_ archive: TensorArchive) throws -> any Dataset {
        try Self.dataset(archive, madeBy: checkedBuilder)
    }

    private var checkedBuilder: any DatasetBuilder {
        guard let builder else { preconditionFailure("a stage runs only after its settings were found valid") }
        return builder.component
    }

    private static func dataset<Builder: DatasetBuilder>(
        _ archive: TensorArchive, madeBy builder: Builder
    ) throws -> any Dataset {
        try Builder.Built(archive: archive)
    }
}
