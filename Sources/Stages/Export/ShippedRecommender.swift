import Modelling
import Pipeline
import Tables

/// The model that ships, as a recommender: with the ids of its rows and what its users have seen.
struct ShippedRecommender {
    /// The model's component: `als`.
    let modelName: String
    let model: any FittedModel
    /// What the model was trained on: ids, popularity, side tables.
    let training: InteractionMatrix
    let itemTable: Table?
    /// users × items; the values mean nothing.
    let seen: SparseMatrix
    let excludeSeen: Bool

    /// - Precondition: `check` found a model of interactions.
    init(_ input: ExportInput) {
        guard let shipped = input.shipped, let dataset = shipped.dataset as? InteractionDataset else {
            preconditionFailure("a recommender is exported from a model of interactions")
        }
        modelName = shipped.modelName
        model = shipped.model
        training = dataset.training
        itemTable = dataset.itemTable
        seen = dataset.seenItems
        excludeSeen = input.excludeSeen
    }

    /// Ranks items as they are to be shown.
    func ranker(eligible: [Bool]? = nil) -> Ranker {
        Ranker(model: model, excluding: excludeSeen ? seen : nil, eligible: eligible)
    }

    /// Reports at the format's place what keeps it from writing a recommender.
    static func check(_ chain: ExportCheck, at site: SettingsSite) {
        guard chain.hasModel else {
            site["format"].report("there is no model to export", hint: "add a train stage, or leave this format out")
            return
        }
        guard let kind = chain.datasetKind, kind != InteractionDataset.kind else { return }
        site["format"].report(
            "recommendations need a model of \"\(InteractionDataset.kind)\", features makes \"\(kind)\"",
            hint: "choose another format, or change features.dataset.kind")
    }
}

extension InteractionDataset {
    /// What users have seen when recommendations are made: the pairs of the training and the validation part. The test part
    /// stays unseen, so that what an evaluation model recommends can be held against it; after a refit there is none.
    ///
    /// The values mean nothing.
    var seenItems: SparseMatrix {
        validation.map { training.byUser.union($0) } ?? training.byUser
    }
}
