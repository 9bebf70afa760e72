/// Every component there is, by kind. `Catalog` makes the one instance; tests make smaller ones.
public struct ComponentCatalog: Sendable {
    public let sources: Registry<any Source>
    public let cleaningSteps: Registry<any CleaningStep>
    public let datasets: Registry<any DatasetBuilder>
    public let splits: Registry<any SplitRule>
    public let models: Registry<any ModelComponent>
    public let metrics: [any MetricComponent.Type]
    public let gateConditions: Registry<any GateCondition>
    public let exporters: Registry<any Exporter>
    public let trackers: Registry<any TrackingServer>
    public let lineageReceivers: Registry<any LineageReceiver>

    public init(
        sources: [Registry<any Source>.Entry] = [], cleaningSteps: [Registry<any CleaningStep>.Entry] = [],
        datasets: [Registry<any DatasetBuilder>.Entry] = [], splits: [Registry<any SplitRule>.Entry] = [],
        models: [Registry<any ModelComponent>.Entry] = [], metrics: [any MetricComponent.Type] = [],
        gateConditions: [Registry<any GateCondition>.Entry] = [], exporters: [Registry<any Exporter>.Entry] = [],
        trackers: [Registry<any TrackingServer>.Entry] = [],
        lineageReceivers: [Registry<any LineageReceiver>.Entry] = []
    ) {
        self.sources = Registry(sources)
        self.cleaningSteps = Registry(cleaningSteps)
        self.datasets = Registry(datasets)
        self.splits = Registry(splits)
        self.models = Registry(models)
        self.metrics = metrics
        self.gateConditions = Registry(gateConditions)
        self.exporters = Registry(exporters)
        self.trackers = Registry(trackers)
        self.lineageReceivers = Registry(lineageReceivers)
    }
}

extension Registry.Entry where Kind == any Source {
    public init<Type: Source>(_ type: Type.Type) { self.init(type) { Type(from: $0) } }
}

extension Registry.Entry where Kind == any CleaningStep {
    public init<Type: CleaningStep>(_ type: Type.Type) { self.init(type) { Type(from: $0) } }
}

extension Registry.Entry where Kind == any DatasetBuilder {
    public init<Type: DatasetBuilder>(_ type: Type.Type) { self.init(type) { Type(from: $0) } }
}

extension Registry.Entry where Kind == any SplitRule {
    public init<Type: SplitRule>(_ type: Type.Type) { self.init(type) { Type(from: $0) } }
}

extension Registry.Entry where Kind == any ModelComponent {
    public init<Type: ModelComponent>(_ type: Type.Type) { self.init(type) { Type(from: $0) } }
}

extension Registry.Entry where Kind == any GateCondition {
    public init<Type: GateCondition>(_ type: Type.Type) { self.init(type) { Type(from: $0) } }
}

extension Registry.Entry where Kind == any TrackingServer {
    public init<Type: TrackingServer>(_ type: Type.Type) { self.init(type) { Type(from: $0) } }
}

extension Registry.Entry where Kind == any LineageReceiver {
    public init<Type: LineageReceiver>(_ type: Type.Type) { self.init(type) { Type(from: $0) } }
}

extension Registry.Entry where Kind == any Exporter {
    public init<Type: Exporter>(_ type: Type.Type) { self.init(type) { Type(from: $0) } }
}
