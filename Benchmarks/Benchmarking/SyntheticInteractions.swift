import LinearAlgebra
import Modelling
import Tables

/// Interactions made up from a shape and its seed: the same on every machine, at any thread count.
package struct SyntheticInteractions: Sendable {
    /// What happened, from the most frequent on, and what it weighs.
    package static let events: [(name: String, weight: Float)] = [("view", 1), ("cart", 3), ("purchase", 5)]

    package let shape: SyntheticShape
    /// The entries of user `u` lie at `offsets[u] ..< offsets[u + 1]`.
    package let offsets: [Int]
    /// Ascending and distinct for each user.
    package let items: [Int32]
    /// Positions in `events`, one per entry.
    package let eventCodes: [UInt8]

    /// O(interactions + users · items / 64); 5 bytes an interaction.
    package init(_ shape: SyntheticShape, pool: WorkerPool) throws {
        self.shape = shape
        let offsets = shape.activity.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) }
        let tastes = SyntheticTastes(items: shape.items, seed: shape.seed)
        let source = RandomSource(seed: shape.seed).split(stream: 2)
        var items = [Int32](repeating: 0, count: shape.interactions)
        var codes = [UInt8](repeating: 0, count: shape.interactions)
        try items.withSharedBuffer { items in
            try codes.withSharedBuffer { codes in
                try pool.forEachChunk(
                    count: shape.users, chunkSize: 256, makeScratch: { _ in ItemSet(items: shape.items) }
                ) { users, chosen in
                    for user in users {
                        var random = source.split(stream: UInt64(user))
                        tastes.choose(offsets[user + 1] - offsets[user], &random, into: &chosen)
                        var entry = offsets[user]
                        chosen.drain { item in
                            items[entry] = item
                            codes[entry] = Self.drawEvent(&random)
                            entry += 1
                        }
                    }
                }
            }
        }
        self.offsets = offsets
        self.items = items
        eventCodes = codes
    }

    /// 80 % views, 13 % carts, 7 % purchases.
    private static func drawEvent(_ random: inout RandomSource) -> UInt8 {
        switch random.integer(below: 100) {
        case 0..<80: 0
        case 80..<93: 1
        default: 2
        }
    }
}

// MARK: - As a dataset

extension SyntheticInteractions {
    /// The interactions as a training part, weights by event.
    package func dataset(pool: WorkerPool) throws -> InteractionDataset {
        let weights = Self.events.map(\.weight)
        let byUser = SparseMatrix(
            rows: shape.users, columns: shape.items, offsets: offsets, indices: items,
            values: eventCodes.map { weights[Int($0)] })
        let matrix = InteractionMatrix(
            feedback: .implicit, users: SyntheticID.user.dictionary(count: shape.users),
            items: SyntheticID.item.dictionary(count: shape.items), byUser: byUser,
            byItem: try byUser.transposed(in: pool))
        return InteractionDataset(training: matrix, validation: nil, test: nil, userTable: nil, itemTable: nil)
    }
}

/// How ids are spelled: a letter and a number of fixed width, so that their order is the numbers'.
struct SyntheticID: Sendable {
    let letter: UInt8
    let width: Int

    static let user = SyntheticID(letter: UInt8(ascii: "u"), width: 7)
    static let item = SyntheticID(letter: UInt8(ascii: "i"), width: 6)

    func append(_ number: Int, to bytes: inout [UInt8]) {
        bytes.append(letter)
        var divisor = 1
        for _ in 1..<width { divisor *= 10 }
        while divisor > 0 {
            bytes.append(UInt8(ascii: "0") + UInt8(number / divisor % 10))
            divisor /= 10
        }
    }

    func dictionary(count: Int) -> StringDictionary {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count * (width + 1))
        for number in 0..<count { append(number, to: &bytes) }
        return StringDictionary(sortedBytes: bytes, offsets: (0...count).map { $0 * (width + 1) })
    }
}
