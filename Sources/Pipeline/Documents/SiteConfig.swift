/// A config: one site. Where its datasets lie, how their columns are called and typed, workspace, threads.
public struct SiteConfig: Sendable {
    public let name: String
    /// Nil where the config states none.
    public let workspace: FilePath?
    /// How many threads a run uses; 0 is one for each processor.
    public let threads: Int
    /// By name, in the order they are written.
    public let datasets: [DatasetSettings]
    /// Whose rows are dropped, whatever a pipeline does.
    public let suppressions: [SuppressionList]
    /// The cache's size limit in bytes; nil without one.
    public let cacheMaximumBytes: Int?
    /// Whether cleaned tables are cached too, which saves time and takes space.
    public let cachesTables: Bool
    /// Where runs are tracked; nil where the config names no place.
    public let tracking: (any TrackingServer)?
    /// Where lineage is told to; nil where the config names no place.
    public let lineage: (any LineageReceiver)?
    /// Whom to tell when a run has ended.
    public let notifications: NotificationSettings
    /// All effective settings, as `run.json` records them.
    public let json: JSON
    /// The names of all datasets, those included that could not be read.
    let datasetNames: [String]

    init(from settings: SettingsReader) {
        let _: String? = settings.optional("$schema", "The JSON Schema of configs, for editors.")
        let identifier: Identifier = settings.required("name", "The site's name, part of the paths of its models.")
        name = identifier.text
        workspace = settings.optional("workspace", "The directory of runs, models and cache.")
        threads = settings.value(
            "threads", default: 0, .from(0, to: 4096), "How many threads a run uses; 0 is one for each processor.")
        let read = settings.namedObjects("datasets", "What the site's data is called and where it lies.") {
            name, reader in
            DatasetSettings(named: name, from: reader)
        }
        datasets = read.compactMap(\.settings)
        datasetNames = read.map(\.name)
        let lists = Self.suppressions(from: settings)
        suppressions = lists.map(\.list)
        for (list, site) in lists { list.check(against: datasets, at: site) }
        let _: SettingMap<SettingMap<JSON>> = settings.value(
            "overrides", default: SettingMap([]),
            "By pipeline, the values this site changes: {\"recommend\": {\"train.candidates.als-64.factors\": 32}}.")
        cacheMaximumBytes = settings.optional(
            "cache_max_bytes", .atLeast(0), "The cache's size limit; entries not used for longest go first.")
        cachesTables = settings.value(
            "cache_tables", default: false, "Whether cleaned tables are cached too, beside datasets and models.")
        tracking =
            settings.object("tracking", "Where the parameters, metrics, files and models of runs are kept besides.") {
                $0.component("kind", from: $0.catalog.trackers, "What keeps them.")?.component
            } ?? nil
        lineage =
            settings.object("lineage", "Who is told which files a run read and wrote.") {
                $0.component("kind", from: $0.catalog.lineageReceivers, "How it is told.")?.component
            } ?? nil
        notifications = NotificationSettings(from: settings)
        json = settings.documentSettings
    }

    /// The lists with the places that state them.
    static func suppressions(from settings: SettingsReader) -> [(list: SuppressionList, site: SettingsSite)] {
        settings.objectOrObjects(
            "suppress", "Ids whose rows are dropped at load, counted as `suppressed`; a list, or several."
        ) { reader in
            (list: SuppressionList(from: reader), site: reader.site)
        }
    }

    public subscript(dataset name: String) -> DatasetSettings? {
        datasets.first { $0.name == name }
    }
}

extension SettingsReader {
    /// The effective settings of a whole document, without the key that is only for editors.
    var documentSettings: JSON {
        .object((effectiveSettings.members ?? []).filter { $0.name != "$schema" })
    }
}
