import Tables

/// The export stage: writes model files and tables for others to load.
public protocol Exporting: Sendable {
    init(from settings: SettingsReader)

    /// Whether the winner is trained again on all rows before it ships.
    var refit: Bool { get }
    var formats: [Configured<any Exporter>] { get }

    func check(_ chain: ExportCheck)

    /// Writes all formats into `input.directory` and returns the paths written, relative to it. The manifest and the model
    /// card, which carry the run's id, are written later by `BundleManifest`.
    func run(_ input: ExportInput, in context: RunContext) throws -> [String]
}
