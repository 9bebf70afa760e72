/// A pipeline as its file states it: the chain of stages, each read and its settings checked.
public struct PipelineDocument: Sendable {
    public let name: String
    public let description: String
    public let seed: UInt64
    public let load: any Loading
    /// Without steps where the pipeline leaves the stage out: the site's own repairs are made all the same.
    public let clean: any Cleaning
    public let features: (any FeatureBuilding)?
    public let train: (any Training)?
    public let evaluate: (any Evaluating)?
    public let export: (any Exporting)?
    /// All effective settings, as `run.json` records them.
    public let json: JSON
    /// The stages the pipeline states, with their settings.
    let stated: [Configured<StageImplementation>]
    let site: SettingsSite

    init(from settings: SettingsReader, stages: StageTypes) {
        let _: String? = settings.optional("$schema", "The JSON Schema of pipelines, for editors.")
        let identifier: Identifier = settings.required("name", "The pipeline's name, part of the paths of its models.")
        name = identifier.text
        description = settings.value("description", default: "", "What the pipeline does, in one line.")
        seed = UInt64(
            settings.value("seed", default: 0, .from(0, to: 0x1p53 - 1), "Starts all that is random in a run."))
        let registry = StageImplementation.registry(of: stages)
        stated = settings.objects(
            "stages", "What runs, in this order: load, clean, features, train, evaluate, export.", minimumCount: 1,
            addressing: .keyAlone("stage")
        ) { reader in
            reader.component("stage", from: registry, "The stage.")
        }.compactMap(\.self)
        json = settings.documentSettings
        site = settings.site
        let chosen = StageChain(stated)
        load = chosen.load ?? stages.load.init(from: .withoutDocument(settings))
        clean = chosen.clean ?? stages.clean.init(from: .withoutDocument(settings))
        features = chosen.features
        train = chosen.train
        evaluate = chosen.evaluate
        export = chosen.export
    }

    /// The file it was read from; nil where no file states it.
    public var path: String? {
        if case .file(let path, _, _) = site.origin { path } else { nil }
    }

    /// The effective settings of a stage; nil where the pipeline leaves it out.
    public func settings(of stage: StageName) -> JSON? {
        self[stage]?.settings
    }

    /// What of a stage's settings decides its result, for cache keys; nil where the pipeline leaves it out.
    public func identity(of stage: StageName) -> JSON? {
        self[stage]?.identity
    }

    /// The stages the pipeline has, in the order they run. Cleaning is always among them.
    public var stages: [StageName] {
        StageName.allCases.filter { $0 == .clean || self[$0] != nil }
    }

    subscript(stage: StageName) -> Configured<StageImplementation>? {
        stated.first { $0.name == stage.rawValue }
    }
}

/// The first of each stage that a pipeline states.
private struct StageChain {
    var load: (any Loading)?
    var clean: (any Cleaning)?
    var features: (any FeatureBuilding)?
    var train: (any Training)?
    var evaluate: (any Evaluating)?
    var export: (any Exporting)?

    init(_ stated: [Configured<StageImplementation>]) {
        for stage in stated {
            switch stage.component {
            case .load(let stage): load = load ?? stage
            case .clean(let stage): clean = clean ?? stage
            case .features(let stage): features = features ?? stage
            case .train(let stage): train = train ?? stage
            case .evaluate(let stage): evaluate = evaluate ?? stage
            case .export(let stage): export = export ?? stage
            }
        }
    }
}

extension SettingsReader {
    /// A reader of an object that isn't there: every setting is its default and nothing is missing.
    fileprivate static func withoutDocument(_ other: SettingsReader) -> SettingsReader {
        let site = SettingsSite(node: nil, address: "", diagnostics: Diagnostics(), fallbackOrigin: other.site.origin)
        return SettingsReader(site: site, catalog: other.catalog)
    }
}
