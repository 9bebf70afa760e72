/// What running the chain asks of a resolved pipeline.
extension ResolvedPipeline {
    public var name: String { pipeline.name }
    public var seed: UInt64 { pipeline.seed }

    var load: any Loading { pipeline.load }
    var clean: any Cleaning { pipeline.clean }
    var features: (any FeatureBuilding)? { pipeline.features }
    var train: (any Training)? { pipeline.train }
    var evaluate: (any Evaluating)? { pipeline.evaluate }
    var export: (any Exporting)? { pipeline.export }

    /// All cleaning steps in the order they run: the site's, then the pipeline's.
    var cleaningSteps: [TableStep] { siteSteps + pipeline.clean.steps }

    /// Whether a training is to start from the champion's models.
    var startsFromChampion: Bool { pipeline.train?.candidates.contains(where: \.startsFromChampion) == true }

    /// Whether the winner is trained again on all rows before it ships.
    var refits: Bool { pipeline.export?.refit == true && pipeline.train != nil }
}
