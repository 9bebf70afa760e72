import Foundation
import Tables

/// A pipeline on a site: both documents read, overrides applied, and the whole chain checked.
public struct ResolvedPipeline: Sendable {
    public let pipeline: PipelineDocument
    public let config: SiteConfig
    /// The tables as they will be after cleaning.
    public let schemas: [String: TableSchema]
    /// The components it was read with, with which models that earlier runs stored are read back.
    public let catalog: ComponentCatalog

    /// The datasets the pipeline loads from, by name.
    public var datasets: [String: DatasetSettings] {
        let names = Set(pipeline.load.requests.map(\.dataset))
        return Dictionary(config.datasets.filter { names.contains($0.name) }.map { ($0.name, $0) }) { first, _ in first
        }
    }

    /// The site's cleaning steps, for each table the pipeline loads.
    public var siteSteps: [TableStep] { pipeline.siteSteps(of: config) }
}

/// Reads pipelines and configs.
public struct DocumentReader: Sendable {
    let catalog: ComponentCatalog
    let stages: StageTypes
    let loader: DocumentLoader

    public init(
        catalog: ComponentCatalog, stages: StageTypes,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) {
        self.catalog = catalog
        self.stages = stages
        loader = DocumentLoader(environment: environment)
    }

    /// Reads a pipeline with a config and checks the chain.
    ///
    /// Values come, each over the one before, from the component's default, the pipeline, the config's `overrides`, and
    /// `overrides` in their order: first each `--set`, then the flags of their own such as `--seed`.
    ///
    /// - Throws: `InputError` where a file is missing; `ConfigurationError` with every problem of both files.
    public func resolve(
        pipeline pipelinePath: String, config configPath: String, overrides: [Override] = []
    ) throws -> ResolvedPipeline {
        let diagnostics = Diagnostics()
        let configNode = try loader.load(configPath, diagnostics: diagnostics).map { node in
            DocumentEditor(kind: .config, diagnostics: diagnostics).apply(overrides.filter(\.concernsConfig), to: node)
        }
        let pipelineNode = try loader.load(pipelinePath, diagnostics: diagnostics).map { node in
            let ofSite = node["name"]?.string.flatMap { configNode?.overrides(for: $0) } ?? []
            let editor = DocumentEditor(kind: .pipeline, diagnostics: diagnostics)
            return editor.apply(ofSite + overrides.filter { !$0.concernsConfig }, to: node)
        }
        let config = configNode.map { readConfig($0, diagnostics) }
        let pipeline = pipelineNode.map { readPipeline($0, diagnostics) }
        diagnostics.beginChecking()
        let chain = pipeline.map(ChainCheck.init)
        chain?.checkStages()
        var schemas: [String: TableSchema] = [:]
        if let chain, let config {
            schemas = chain.checkTables(with: config.document, datasets: config.site["datasets"]) ?? [:]
        }
        guard let pipeline, let config, diagnostics.problems.isEmpty else {
            throw ConfigurationError(problems: diagnostics.problems)
        }
        return ResolvedPipeline(pipeline: pipeline, config: config.document, schemas: schemas, catalog: catalog)
    }

    /// Reads a config by itself.
    ///
    /// - Throws: `InputError` where the file is missing; `ConfigurationError` with every problem of it.
    public func config(_ path: String) throws -> SiteConfig {
        let diagnostics = Diagnostics()
        let config = try loader.load(path, diagnostics: diagnostics).map { readConfig($0, diagnostics).document }
        guard let config, diagnostics.problems.isEmpty else {
            throw ConfigurationError(problems: diagnostics.problems)
        }
        return config
    }

    func readConfig(_ node: JSONNode, _ diagnostics: Diagnostics) -> (document: SiteConfig, site: SettingsSite) {
        let reader = SettingsReader(node, address: "config", catalog: catalog, diagnostics: diagnostics)
        let config = SiteConfig(from: reader)
        reader.finish()
        return (config, reader.site)
    }

    func readPipeline(_ node: JSONNode, _ diagnostics: Diagnostics) -> PipelineDocument {
        let reader = SettingsReader(node, address: "", catalog: catalog, diagnostics: diagnostics)
        let pipeline = PipelineDocument(from: reader, stages: stages)
        reader.finish()
        return pipeline
    }
}
