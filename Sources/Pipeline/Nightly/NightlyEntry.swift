/// One pipeline on one site, as a nightly file lists it.
public struct NightlyEntry: Sendable {
    /// As it is written: the name of a pipeline, or a path relative to the nightly file.
    public let pipeline: String
    /// The file the name or path means.
    public let pipelinePath: String
    public let configPath: String
    /// Pipelines, as earlier entries write them, all of whose runs must end well before this one starts.
    public let after: [String]
    let site: SettingsSite

    init(from settings: SettingsReader) {
        pipeline = settings.required("pipeline", "The name of a pipeline, or a path relative to this file.")
        let config: FilePath = settings.required("config", "The site: a config file, relative to this file.")
        configPath = config.path
        after = settings.value(
            "after", default: [],
            "Pipelines of earlier entries, as they are written there, that must end well first.")
        site = settings.site
        pipelinePath = Self.path(of: pipeline, statedAt: settings.site)
    }

    /// A name means a pipeline beside the nightly file.
    private static func path(of pipeline: String, statedAt site: SettingsSite) -> String {
        FilePath(Identifier(pipeline).map { "\($0.text).json" } ?? pipeline, at: site.origin).path
    }
}
