import DurableFiles
import Tables

/// The export stage: writes model files and tables for others to load.
public protocol Exporting: Sendable {
    init(from settings: SettingsReader)

    /// Whether the winner is trained again on all rows before it ships.
    var refit: Bool { get }
    var formats: [Configured<any Exporter>] { get }

    func check(_ chain: ExportCheck)

    /// Writes all formats into `input.directory`. The manifest and the model card, which carry the run's id, are written by
    /// the chain when the run's bundle is made.
    func run(_ input: ExportInput, in context: RunContext) throws -> [WrittenFile]
}
