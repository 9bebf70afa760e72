import Pipeline

extension Component {
    /// The component made from JSON text as a pipeline would state it, without the key that names it.
    ///
    /// - Throws: `ConfigurationError` with all problems.
    public static func read(_ json: String, catalog: ComponentCatalog = ComponentCatalog()) throws -> Self {
        try SettingsReader.read(json, catalog: catalog, Self.init(from:))
    }
}

extension SettingsReader {
    /// What `build` makes of JSON text; unknown keys are problems.
    ///
    /// - Throws: `ConfigurationError` with all problems.
    public static func read<Settings>(
        _ json: String, catalog: ComponentCatalog = ComponentCatalog(), _ build: (SettingsReader) -> Settings
    ) throws -> Settings {
        let diagnostics = Diagnostics()
        let node = JSONParser.parse(Array(json.utf8), path: "test.json", diagnostics: diagnostics)
        try diagnostics.throwIfAny()
        guard let node else { throw ConfigurationError(problems: []) }
        let reader = SettingsReader(node, address: "", catalog: catalog, diagnostics: diagnostics)
        let settings = build(reader)
        reader.finish()
        try diagnostics.throwIfAny()
        return settings
    }
}
