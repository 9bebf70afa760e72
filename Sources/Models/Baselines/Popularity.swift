import Modelling
import Pipeline
import Tables

/// Recommends what is popular: an item's score is the sum of its weights, or its number of ratings, for every user.
///
/// The baseline every other model has to beat. Stores `item_bias` alone; O(entries).
public struct Popularity: ModelComponent {
    public static let name = "popularity"
    public static let summary = "Ranks items by their interactions, the same for every user."

    public init(from settings: SettingsReader) {}

    public func check(_ chain: ModelCheck, at site: SettingsSite) {}

    public func fit(_ dataset: InteractionDataset, in session: TrainingSession) throws -> TrainingOutcome {
        let matrix = dataset.training
        let popularity = matrix.itemPopularity
        if let sum = popularity.first(where: { !$0.isFinite }) {
            throw TrainingError.unusable(
                found: "an item whose weights add up to \(sum)", expected: "finite sums",
                remedy: "filter or cap the weights in features.dataset.weight")
        }
        return TrainingOutcome(
            model: FactorModel(userCount: matrix.users.count, itemCount: matrix.items.count, itemBias: popularity),
            trace: TrainingTrace(iterations: [], ending: .finished, chosenIteration: 0))
    }

    public static func restore(_ archive: TensorArchive) throws -> any FittedModel {
        try FactorModel(archive: archive)
    }
}
