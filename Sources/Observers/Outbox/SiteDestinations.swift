import DurableFiles
import Pipeline

/// Where a config's runs are told of. The workspace keeps it, for commands that are given a run and no config.
public struct SiteDestinations: Sendable {
    public let config: String
    public let all: [(slot: OutboxEntry.Slot, destination: any RunDestination)]

    private static let schema = 1

    public init(_ config: SiteConfig) {
        self.config = config.name
        var all: [(OutboxEntry.Slot, any RunDestination)] = []
        if let tracking = config.tracking { all.append((.tracking, tracking)) }
        if let lineage = config.lineage { all.append((.lineage, lineage)) }
        self.all = all
    }

    /// Those that the newest run of a config was told to; none before the first.
    ///
    /// - Throws: `InputError` where the file is damaged; `ConfigurationError` where this version can't make them any more.
    public init(keptIn workspace: Workspace, config: String, catalog: ComponentCatalog) throws {
        self.config = config
        let path = Self.path(in: workspace, config: config)
        guard !FileSystem.isMissing(path) else {
            all = []
            return
        }
        guard let json = JSON(remembered: path), json["schema"]?.integerValue == Self.schema else {
            throw InputError(
                path: path, found: "it is damaged, or of another version", remedy: "remove it; the next run writes it")
        }
        all = try OutboxEntry.Slot.allCases.compactMap { slot in
            guard let kept = json[slot.rawValue] else { return nil }
            return (slot, try slot.destination(from: kept, statedIn: path, catalog))
        }
    }

    /// Writes them down where they differ from what is kept.
    public func keep(in workspace: Workspace) throws {
        let path = Self.path(in: workspace, config: config)
        let kept = all.map { JSON.Member($0.slot.rawValue, $0.destination.kept) }
        let json = JSON.object([.init("schema", .integer(Self.schema))] + kept)
        let present = JSON(remembered: path)
        guard all.isEmpty ? present != nil : present?.canonical != json.canonical else { return }
        try workspace.files.createDirectory(Self.directory(in: workspace))
        try workspace.files.write(json.text() + "\n", to: path)
    }

    private static func directory(in workspace: Workspace) -> String { "\(workspace.outbox)/destinations" }

    private static func path(in workspace: Workspace, config: String) -> String {
        "\(directory(in: workspace))/\(config).json"
    }
}
