/// A model whose training can start from the parameters of an earlier one: it honours `TrainingSession.start`.
public protocol StartsWarm: Model {
    /// Why training can't start from `earlier`; nil where it can.
    func obstacle(toStartFrom earlier: any FittedModel) -> String?
}

/// The parameters training starts from instead of random ones.
public struct WarmStart: Sendable {
    /// The earlier model, with rows of its own.
    public let model: FactorModel
    public let users: RowMapping
    public let items: RowMapping

    /// - Precondition: the mappings lead to rows of the model.
    public init(model: FactorModel, users: RowMapping, items: RowMapping) {
        precondition(users.earlierRows.allSatisfy { $0 < model.userCount }, "user rows of the earlier model")
        precondition(items.earlierRows.allSatisfy { $0 < model.itemCount }, "item rows of the earlier model")
        self.model = model
        self.users = users
        self.items = items
    }
}

extension FittedModel {
    /// Why a factor model with so many factors can't start from this model; nil where it can.
    public func obstacle(toStartWithFactors factors: Int) -> String? {
        guard let found = (self as? FactorModel)?.factors?.items.columns else { return "it has no factors" }
        return found == factors ? nil : "it has \(found) factors, this one \(factors)"
    }
}
