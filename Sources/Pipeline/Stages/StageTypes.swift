/// The six stage implementations; `Catalog` names them.
public struct StageTypes: Sendable {
    public let load: any Loading.Type
    public let clean: any Cleaning.Type
    public let features: any FeatureBuilding.Type
    public let train: any Training.Type
    public let evaluate: any Evaluating.Type
    public let export: any Exporting.Type

    public init(
        load: any Loading.Type, clean: any Cleaning.Type, features: any FeatureBuilding.Type, train: any Training.Type,
        evaluate: any Evaluating.Type, export: any Exporting.Type
    ) {
        self.load = load
        self.clean = clean
        self.features = features
        self.train = train
        self.evaluate = evaluate
        self.export = export
    }
}
