import LinearAlgebra
import Modelling
import Tables

extension InteractionMatrix {
    /// A matrix written down cell by cell; nil is a pair that was not observed. Ids are `u000`, `u001` … and `i000` ….
    public init(_ feedback: Feedback, _ cells: [[Float?]]) {
        var (offsets, indices, values): ([Int], [Int32], [Float]) = ([0], [], [])
        for row in cells {
            for (column, cell) in row.enumerated() {
                guard let cell else { continue }
                indices.append(Int32(column))
                values.append(cell)
            }
            offsets.append(indices.count)
        }
        let columns = cells.first?.count ?? 0
        self.init(
            feedback: feedback, users: Self.ids("u", cells.count), items: Self.ids("i", columns),
            byUser: SparseMatrix(
                rows: cells.count, columns: columns, offsets: offsets, indices: indices, values: values))
    }

    private static func ids(_ prefix: String, _ count: Int) -> StringDictionary {
        StringDictionary.encoding(
            (0..<count).map { prefix + String(repeating: "0", count: max(0, 5 - String($0).count)) + String($0) }
        ).dictionary
    }

    /// The cells as written; nil where nothing was observed.
    public var cells: [[Float?]] {
        (0..<byUser.rows).map { user in
            var row = [Float?](repeating: nil, count: byUser.columns)
            for entry in byUser.range(ofRow: user) { row[Int(byUser.indices[entry])] = byUser.values[entry] }
            return row
        }
    }
}

extension InteractionDataset {
    /// A training part alone.
    public init(training: InteractionMatrix) {
        self.init(training: training, validation: nil, test: nil, userTable: nil, itemTable: nil)
    }
}

/// Data for models, with the answer kept aside.
public struct LabelledInteractions: Sendable {
    public let training: InteractionMatrix
    /// Pairs taken out of the training part, and their values.
    public let heldOut: [(user: Int, item: Int, value: Float)]

    /// Users and items of even and odd rows like their own kind: weight 1 for implicit feedback; for ratings 5 for the own
    /// kind and 1 for the other. Each user's pair with one item of the own kind is held out, and for ratings one more.
    public static func checkerboard(_ feedback: InteractionMatrix.Feedback, users: Int, items: Int) -> Self {
        var cells = [[Float?]](repeating: [Float?](repeating: nil, count: items), count: users)
        var heldOut: [(user: Int, item: Int, value: Float)] = []
        for user in 0..<users {
            for item in 0..<items {
                let isOwnKind = user % 2 == item % 2
                if feedback == .explicit { cells[user][item] = isOwnKind ? 5 : 1 }
                if feedback == .implicit, isOwnKind { cells[user][item] = 1 }
            }
            for item in [user % items, (user + 1) % items] {
                guard let value = cells[user][item] else { continue }
                heldOut.append((user, item, value))
                cells[user][item] = nil
            }
        }
        return LabelledInteractions(training: InteractionMatrix(feedback, cells), heldOut: heldOut)
    }

    /// Users of hidden groups who choose mostly among their group's items, popular ones first (weights follow 1 / rank);
    /// one choice of each user is held out. For ratings, the value is 4.5 inside the group and 2.5 outside, with noise.
    public static func groups(
        _ feedback: InteractionMatrix.Feedback, users: Int, items: Int, groups: Int, choices: Int, seed: UInt64
    ) -> Self {
        var random = RandomSource(seed: seed)
        var cells = [[Float?]](repeating: [Float?](repeating: nil, count: items), count: users)
        var heldOut: [(user: Int, item: Int, value: Float)] = []
        for user in 0..<users {
            for _ in 0..<choices {
                // Squaring a uniform draw favours low ranks; rank r of group g is item r · groups + g.
                let draw = random.uniform()
                let rank = Int(draw * draw * Double(items / groups))
                let isOwn = random.uniform() < 0.85
                let item = rank * groups + (isOwn ? user % groups : random.integer(below: groups))
                let rating = (item % groups == user % groups ? 4.5 : 2.5) + 0.3 * random.gaussian()
                cells[user][item] = feedback == .implicit ? (cells[user][item] ?? 0) + 1 : Float(rating)
            }
            let chosen = (0..<items).filter { cells[user][$0] != nil && $0 % groups == user % groups }
            guard chosen.count > 1 else { continue }
            let item = chosen[random.integer(below: chosen.count)]
            heldOut.append((user, item, cells[user][item]!))
            cells[user][item] = nil
        }
        return LabelledInteractions(training: InteractionMatrix(feedback, cells), heldOut: heldOut)
    }
}
