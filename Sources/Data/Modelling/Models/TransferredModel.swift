import Tables

/// A fitted model by the rows of another dataset than the one it was trained on.
///
/// Users and items that the dataset does not have are left behind. A user whom the model does not know gets what a stranger
/// gets from its bundle: items by their popularity in its own training. An item that it does not know has no comparable score
/// (−∞) and ranks behind all that it knows. A predicted rating is the sum of what is known: the global mean, and the bias of
/// the user or item that the model knows.
public struct TransferredModel: FittedModel {
    private let model: any FittedModel
    private let users: RowMapping
    private let items: RowMapping
    /// By the model's own rows.
    private let itemPopularity: [Float]

    /// - Precondition: the mappings lead to rows of the model, which has one popularity per item.
    public init(_ model: any FittedModel, users: RowMapping, items: RowMapping, itemPopularity: [Float]) {
        precondition(users.earlierRows.allSatisfy { $0 < model.userCount }, "user rows of the model")
        precondition(items.earlierRows.allSatisfy { $0 < model.itemCount }, "item rows of the model")
        precondition(itemPopularity.count == model.itemCount, "one popularity per item")
        self.model = model
        self.users = users
        self.items = items
        self.itemPopularity = itemPopularity
    }

    public var userCount: Int { users.earlierRows.count }
    public var itemCount: Int { items.earlierRows.count }

    /// The model's own tensors, by its own rows.
    public func archive() -> TensorArchive { model.archive() }

    /// Both dictionaries are sorted by id, so the items of a block lie in one stretch of the model's rows, which is scored at
    /// once: O(users · stretch · cost of a score).
    public func score(
        users block: UnsafeBufferPointer<Int32>, items range: Range<Int>, into scores: UnsafeMutableBufferPointer<Float>
    ) {
        let known = items.earlierRows[range].filter { $0 >= 0 }
        for place in 0..<block.count * range.count { scores[place] = -.infinity }
        guard let first = known.first, let last = known.last else { return }
        let stretch = Int(first)..<Int(last) + 1
        let knownUsers = block.compactMap { user in
            users.earlierRows[Int(user)] >= 0 ? users.earlierRows[Int(user)] : nil
        }
        var own = [Float](repeating: 0, count: knownUsers.count * stretch.count)
        own.withUnsafeMutableBufferPointer { own in
            knownUsers.withUnsafeBufferPointer { model.score(users: $0, items: stretch, into: own) }
        }
        var next = 0
        for (row, user) in block.enumerated() {
            let isKnown = users.earlierRows[Int(user)] >= 0
            for (column, item) in items.earlierRows[range].enumerated() where item >= 0 {
                scores[row * range.count + column] =
                    isKnown ? own[next * stretch.count + Int(item) - stretch.lowerBound] : itemPopularity[Int(item)]
            }
            if isKnown { next += 1 }
        }
    }

    public func scores(users pairUsers: [Int32], items pairItems: [Int32]) -> [Float] {
        precondition(pairUsers.count == pairItems.count, "one item per user")
        let earlier = zip(pairUsers, pairItems).map { (users.earlierRows[Int($0)], items.earlierRows[Int($1)]) }
        let known = earlier.indices.filter { earlier[$0].0 >= 0 && earlier[$0].1 >= 0 }
        let own = model.scores(users: known.map { earlier[$0].0 }, items: known.map { earlier[$0].1 })
        var scores = earlier.map { sumOfKnown(user: $0.0, item: $0.1) }
        for (place, pair) in known.enumerated() { scores[pair] = own[place] }
        return scores
    }

    private func sumOfKnown(user: Int32, item: Int32) -> Float {
        guard let parts = model.factorization else { return 0 }
        let userBias = user < 0 ? 0 : parts.userBias?[Int(user)] ?? 0
        let itemBias = item < 0 ? 0 : parts.itemBias?[Int(item)] ?? 0
        return (parts.globalMean ?? 0) + userBias + itemBias
    }
}
