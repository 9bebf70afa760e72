import Modelling
import Pipeline
import Tables

/// A model that is not trained but stated: for bundles whose content a test knows.
public struct StatedModel: ModelComponent {
    public static let name = "stated"
    public static let summary = "A model that a test states."

    public init(from settings: SettingsReader) {}

    public func check(_ chain: ModelCheck, at site: SettingsSite) {}

    public func fit(_ dataset: InteractionDataset, in session: TrainingSession) throws -> TrainingOutcome {
        throw TrainingError.unusable(found: "a stated model", expected: "a model to train", remedy: "state its tensors")
    }

    public static func restore(_ archive: TensorArchive) throws -> any FittedModel {
        try FactorModel(archive: archive)
    }
}
