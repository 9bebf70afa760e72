/// What of a pipeline and a config says where its models lie, and whom they must not know.
public struct ModelPlace: Sendable {
    public let pipeline: String
    public let config: String
    /// The workspace the config states; nil where it states none.
    public let workspace: String?
    /// Whose ids the config suppresses.
    public let suppressions: [SuppressionList]
}

extension DocumentReader {
    /// Reads no more than that: what is published can be changed back while something else in the files is wrong.
    ///
    /// - Throws: `InputError` where a file is missing; `ConfigurationError` where one is no JSON or has no name.
    public func modelPlace(pipeline pipelinePath: String, config configPath: String) throws -> ModelPlace {
        let diagnostics = Diagnostics()
        let config = try loader.load(configPath, diagnostics: diagnostics)
        let names = try [loader.load(pipelinePath, diagnostics: diagnostics), config].map { node in
            node.flatMap { Self.name(in: $0, diagnostics) }
        }
        try diagnostics.throwIfAny()
        guard let pipeline = names[0], let site = names[1] else { throw ConfigurationError(problems: []) }
        let workspace = config?["workspace"].flatMap { node in
            node.string.map { FilePath($0, at: node.origin).path }
        }
        let lists = config.map { suppressions(in: $0, diagnostics) } ?? []
        try diagnostics.throwIfAny()
        return ModelPlace(pipeline: pipeline, config: site, workspace: workspace, suppressions: lists)
    }

    private func suppressions(in config: JSONNode, _ diagnostics: Diagnostics) -> [SuppressionList] {
        SiteConfig.suppressions(
            from: SettingsReader(config, address: "", catalog: catalog, diagnostics: diagnostics)
        ).map(\.list)
    }

    private static func name(in node: JSONNode, _ diagnostics: Diagnostics) -> String? {
        if let name = node["name"]?.string.flatMap(Identifier.init) { return name.text }
        diagnostics.report(
            Problem(
                origin: node["name"]?.origin ?? node.origin, address: "name",
                message: "it has no name that models could lie under", hint: "names match [a-z][a-z0-9_-]*"))
        return nil
    }
}
