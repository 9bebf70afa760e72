import Modelling
import Tables

/// A model that an earlier run stored, with who its rows are: an evaluation model, or a bundle.
///
/// What scores it on another dataset is `Evaluating.score`.
public struct StoredModel: Sendable {
    public let model: any FittedModel
    public let users: StringDictionary
    public let items: StringDictionary
    /// What its own training gave each item, for users that the model does not know.
    public let itemPopularity: [Float]

    /// - Precondition: the model has a row for each user, and a row and a popularity for each item.
    public init(
        model: any FittedModel, users: StringDictionary, items: StringDictionary, itemPopularity: [Float]
    ) {
        precondition(model.userCount == users.count && model.itemCount == items.count, "one row per id")
        precondition(itemPopularity.count == items.count, "one popularity per item")
        self.model = model
        self.users = users
        self.items = items
        self.itemPopularity = itemPopularity
    }

    /// The model that a bundle ships.
    public init(_ bundle: ModelBundle) {
        model = bundle.model
        users = bundle.users
        items = bundle.items
        itemPopularity = bundle.itemPopularity
    }

    /// A run's evaluation model.
    ///
    /// - Throws: `InputError` where a file can't be used.
    init(_ evaluation: EvaluationModel, catalog: ComponentCatalog) throws {
        let directory = evaluation.directory
        guard let component = catalog.models[evaluation.modelName]?.type as? any ModelComponent.Type else {
            throw InputError(
                path: directory, found: "it is of the unknown model \"\(evaluation.modelName)\"",
                remedy: "use the version of Mercer that made it")
        }
        model = try component.restore(SafetensorsFile.read("\(directory)/\(BundleFile.model)"))
        do throws(BundleProblem) {
            users = try IDFile.read(BundleFile.users, in: directory)
            items = try IDFile.read(BundleFile.items, in: directory)
        } catch {
            throw InputError(error, in: directory)
        }
        itemPopularity = try evaluation.itemPopularity() ?? []
        guard model.userCount == users.count, model.itemCount == items.count, itemPopularity.count == items.count else {
            throw InputError(
                path: directory,
                found: "its files are of different numbers of users or items",
                remedy: "publish another run: this one can't be compared with")
        }
    }

    /// The model by the rows of another dataset; the model itself where both have the same users and items.
    public func model(on training: InteractionMatrix) -> any FittedModel {
        let toUsers = RowMapping(from: users, to: training.users)
        let toItems = RowMapping(from: items, to: training.items)
        if toUsers.isIdentity(of: users.count), toItems.isIdentity(of: items.count) { return model }
        return TransferredModel(model, users: toUsers, items: toItems, itemPopularity: itemPopularity)
    }
}
