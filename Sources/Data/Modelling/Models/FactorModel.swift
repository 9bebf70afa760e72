import LinearAlgebra
import Tables

/// A model whose score is a sum of a global mean, biases and the product of two rows of factors.
///
///     score(u, i) = global_mean + user_bias[u] + item_bias[i] + user_factors[u] · item_factors[i]
///
/// Every part may be absent, which counts as zero. `user_factors` is users × factors, `item_factors` items × factors,
/// both row-major. Archived and restored in `FactorModel+Archive.swift`.
public struct FactorModel: FittedModel, Equatable {
    /// The two factor matrices, which only make sense together.
    public struct Factors: Sendable, Equatable {
        /// users × factors
        public let users: Matrix
        /// items × factors
        public let items: Matrix

        /// - Precondition: both have the same number of columns, at least one.
        public init(users: Matrix, items: Matrix) {
            precondition(users.columns == items.columns && users.columns > 0, "both sides have the same factors")
            self.users = users
            self.items = items
        }
    }

    public let userCount: Int
    public let itemCount: Int
    public let factors: Factors?
    public let userBias: [Float]?
    public let itemBias: [Float]?
    public let globalMean: Float?

    /// - Precondition: every part present has one row or number per user or item.
    public init(
        userCount: Int, itemCount: Int, factors: Factors? = nil, userBias: [Float]? = nil, itemBias: [Float]? = nil,
        globalMean: Float? = nil
    ) {
        precondition(factors.map { $0.users.rows == userCount && $0.items.rows == itemCount } ?? true, "one row each")
        precondition(userBias.map { $0.count == userCount } ?? true, "one bias per user")
        precondition(itemBias.map { $0.count == itemCount } ?? true, "one bias per item")
        self.userCount = userCount
        self.itemCount = itemCount
        self.factors = factors
        self.userBias = userBias
        self.itemBias = itemBias
        self.globalMean = globalMean
    }

    /// Whether every number of the model is finite; false once training has diverged.
    public var isFinite: Bool {
        (factors.map { $0.users.isFinite && $0.items.isFinite } ?? true)
            && (userBias?.allSatisfy(\.isFinite) ?? true) && (itemBias?.allSatisfy(\.isFinite) ?? true)
            && (globalMean?.isFinite ?? true)
    }
}

// MARK: - Scores

extension FactorModel {
    public var factorization: FactorModel? { self }

    /// A product of the users' and the items' factors: O(users · items · factors).
    public func score(
        users: UnsafeBufferPointer<Int32>, items: Range<Int>, into scores: UnsafeMutableBufferPointer<Float>
    ) {
        precondition(items.lowerBound >= 0 && items.upperBound <= itemCount, "items \(items) of \(itemCount)")
        precondition(scores.count >= users.count * items.count, "a block holds one score per user and item")
        for user in users { precondition(user >= 0 && user < userCount, "user row \(user) of \(userCount)") }
        if let factors {
            FactorScores.products(factors.users, users: users, factors.items, items: items, into: scores)
        } else {
            UnsafeMutableBufferPointer(rebasing: scores[..<(users.count * items.count)]).update(repeating: 0)
        }
        addBiases(users: users, items: items, to: scores)
    }

    public func scores(users: [Int32], items: [Int32]) -> [Float] {
        precondition(users.count == items.count, "one item per user")
        var scores =
            factors.map { FactorScores.products($0.users, users: users, $0.items, items: items) }
            ?? [Float](repeating: 0, count: users.count)
        guard hasBiases else { return scores }
        for pair in scores.indices {
            scores[pair] += userOffset(Int(users[pair])) + (itemBias?[Int(items[pair])] ?? 0)
        }
        return scores
    }

    /// Whether anything is added to the product.
    var hasBiases: Bool { globalMean != nil || userBias != nil || itemBias != nil }

    /// The part of a score that does not depend on the item.
    func userOffset(_ user: Int) -> Float {
        (globalMean ?? 0) + (userBias?[user] ?? 0)
    }

    private func addBiases(
        users: UnsafeBufferPointer<Int32>, items: Range<Int>, to scores: UnsafeMutableBufferPointer<Float>
    ) {
        guard hasBiases else { return }
        for (row, user) in users.enumerated() {
            let offset = userOffset(Int(user))
            let rowScores = UnsafeMutableBufferPointer(rebasing: scores[row * items.count..<(row + 1) * items.count])
            guard let itemBias else {
                for column in rowScores.indices { rowScores[column] += offset }
                continue
            }
            itemBias.withUnsafeBufferPointer { biases in
                let biases = UnsafeBufferPointer(rebasing: biases[items])
                for column in rowScores.indices { rowScores[column] += offset + biases[column] }
            }
        }
    }
}
