/// One stage of a pipeline.
enum StageImplementation: Sendable {
    case load(any Loading)
    case clean(any Cleaning)
    case features(any FeatureBuilding)
    case train(any Training)
    case evaluate(any Evaluating)
    case export(any Exporting)

    /// The stages as a pipeline names them: read, described and put into the schema as components are.
    static func registry(of types: StageTypes) -> Registry<StageImplementation> {
        Registry(
            StageName.allCases.map { stage in
                Registry.Entry(
                    name: stage.rawValue, summary: stage.summary, version: 1, typeName: stage.rawValue,
                    make: { make(stage, of: types, from: $0) })
            })
    }

    private static func make(
        _ stage: StageName, of types: StageTypes, from settings: SettingsReader
    ) -> StageImplementation {
        switch stage {
        case .load: .load(types.load.init(from: settings))
        case .clean: .clean(types.clean.init(from: settings))
        case .features: .features(types.features.init(from: settings))
        case .train: .train(types.train.init(from: settings))
        case .evaluate: .evaluate(types.evaluate.init(from: settings))
        case .export: .export(types.export.init(from: settings))
        }
    }
}

extension StageName {
    /// One line for the reference and the schema.
    public var summary: String {
        switch self {
        case .load: "Reads the site's datasets into tables."
        case .clean: "Repairs tables and drops rows, after the site's own repairs; every row is accounted for."
        case .features: "Makes the dataset that models train on, and holds parts of it out."
        case .train: "Fits candidates, all on the same data."
        case .evaluate: "Scores the candidates on what was held out and selects one."
        case .export: "Writes the model files and tables that others load."
        }
    }
}
