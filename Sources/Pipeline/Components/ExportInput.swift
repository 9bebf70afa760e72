import DurableFiles
import Modelling
import Tables

/// What an exporter writes from.
public struct ExportInput: Sendable {
    /// The model that ships, with the data it was trained on.
    public struct ShippedModel: Sendable {
        public let candidate: String
        public let modelName: String
        public let model: any FittedModel
        /// The part it was trained on: all rows after a refit.
        public let dataset: any Dataset

        public init(candidate: String, modelName: String, model: any FittedModel, dataset: any Dataset) {
            self.candidate = candidate
            self.modelName = modelName
            self.model = model
            self.dataset = dataset
        }
    }

    /// Where to write; exists and is empty of files of the same name.
    public let directory: String
    /// What writes there.
    public let files: FileSystem
    public let shipped: ShippedModel?
    /// Cleaned tables, for exporters of tables.
    public let tables: [String: Table]
    /// Whether items a user has interacted with are left out of recommendations.
    public let excludeSeen: Bool

    public init(
        directory: String, files: FileSystem, shipped: ShippedModel?, tables: [String: Table], excludeSeen: Bool
    ) {
        self.directory = directory
        self.files = files
        self.shipped = shipped
        self.tables = tables
        self.excludeSeen = excludeSeen
    }
}
