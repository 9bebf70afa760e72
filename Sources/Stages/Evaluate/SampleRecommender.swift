import LinearAlgebra
import Modelling
import Tables

/// Picks a few users and shows what they did and what a model recommends to them, for people to judge by eye.
struct SampleRecommender {
    static let userCount = 5
    static let itemCount = 10

    let dataset: InteractionDataset
    let seen: SparseMatrix?

    /// Samples of users spread evenly over `users`, which are rows.
    func samples(of model: any FittedModel, among users: [Int32], pool: WorkerPool) throws -> [SampleRecommendation] {
        let count = min(Self.userCount, users.count)
        let chosen = (0..<count).map { users[(2 * $0 + 1) * users.count / (2 * count)] }
        let top = try Ranker(model: model, excluding: seen).topItems(for: chosen, count: Self.itemCount, pool: pool)
        return chosen.enumerated().map { position, user in
            SampleRecommendation(
                user: dataset.training.users[Int(user)], history: history(of: user),
                recommended: zip(top.items(at: position), top.scores(at: position)).map(item))
        }
    }

    /// The user's strongest interactions, ties by item row.
    private func history(of user: Int32) -> [SampleRecommendation.Item] {
        let matrix = dataset.training.byUser
        let entries = matrix.range(ofRow: Int(user)).sorted { (matrix.values[$1], $0) < (matrix.values[$0], $1) }
        return entries.prefix(Self.itemCount).map { item(matrix.indices[$0], matrix.values[$0]) }
    }

    private func item(_ row: Int32, _ value: Float) -> SampleRecommendation.Item {
        SampleRecommendation.Item(id: dataset.training.items[Int(row)], name: dataset.itemName(Int(row)), value: value)
    }
}

extension InteractionDataset {
    /// What the items side table calls an item, in its column `name` or else `title`.
    func itemName(_ row: Int) -> String? {
        guard let table = itemTable, case .string(let names)? = table["name"] ?? table["title"] else {
            return nil
        }
        return names[row]
    }
}
