import DurableFiles
import Modelling
import Tables

/// Writes one output of a run: an element of `export.formats` with its `format`.
public protocol Exporter: Component {
    /// Checks the settings against what will be there to write.
    func check(_ chain: ExportCheck, at site: SettingsSite)

    /// Whether it writes cleaned tables, so that they must be at hand.
    var needsTables: Bool { get }

    /// The files it writes, relative to the directory it is given; the formats of a pipeline must not share one.
    var fileNames: [String] { get }

    /// Writes its files below `input.directory`, which nobody else reads yet, with `FileWriter` or `SafetensorsFile`.
    func write(_ input: ExportInput, in context: RunContext) throws -> [WrittenFile]
}

extension Exporter {
    public var needsTables: Bool { false }
}

/// What is known of the chain when an exporter is checked.
public struct ExportCheck: Sendable {
    public let datasetKind: String?
    public let hasModel: Bool
    public let schemas: [String: TableSchema]
    /// The schema of the items side table, for `eligible`.
    public let itemSchema: TableSchema?

    public init(datasetKind: String?, hasModel: Bool, schemas: [String: TableSchema], itemSchema: TableSchema?) {
        self.datasetKind = datasetKind
        self.hasModel = hasModel
        self.schemas = schemas
        self.itemSchema = itemSchema
    }
}
