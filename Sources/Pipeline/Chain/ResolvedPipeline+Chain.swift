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

    /// The files the load stage reads, each with the table it is read for.
    ///
    /// - Throws: `InputError` where a source's files can't be listed.
    func inputFiles() throws -> [(table: String, path: String)] {
        try load.requests.flatMap { request in
            try (config[dataset: request.dataset]?.source.component.inputFiles() ?? []).map { (request.table, $0) }
        }
    }

    /// All cleaning steps in the order they run: the site's, then the pipeline's.
    var cleaningSteps: [TableStep] { siteSteps + pipeline.clean.steps }

    /// Whether a training is to start from the champion's models.
    var startsFromChampion: Bool { pipeline.train?.candidates.contains(where: \.startsFromChampion) == true }

    /// The conditions under which the winner is published; empty for none.
    var gate: [Configured<any GateCondition>] { pipeline.evaluate?.gate ?? [] }

    /// Whether the gate compares the winner with the published run's model.
    var comparesWithChampion: Bool { gate.contains { $0.component.rule.needsChampion } }

    /// Whether later runs look at what this one trained on: to start from it, or to compare with it.
    var isRecognisedLater: Bool { startsFromChampion || !gate.isEmpty }

    /// Whether cleaned tables are exported, and not only what is made from them.
    var exportsTables: Bool { (pipeline.export?.formats ?? []).contains { $0.component.needsTables } }

    /// How long a run works without keeping how far it came, at the most.
    var checkpointMinutes: Double { pipeline.train?.checkpointMinutes ?? CheckpointStore.standardMinutes }

    /// Whether the winner is trained again on all rows before it ships.
    var refits: Bool { pipeline.export?.refit == true && pipeline.train != nil }
}
