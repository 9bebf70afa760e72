import Factorization
import LinearAlgebra
import Modelling
import Tables
import TestSupport
import Testing

/// What new rows are at the start of a warm training of `sgd`.
@Suite struct SGDFoldInTests {
    /// A matrix of users and items that an earlier model knows, and one with more.
    private struct Growth {
        let cells: [[Float?]]
        let before: InteractionMatrix
        let after: InteractionMatrix

        /// - Parameters:
        ///   - knownUsers: the rows of `cells` that the earlier model knows: the first; likewise the items.
        ///   - newUsers: which others there are now; nil for all.
        init(
            _ feedback: InteractionMatrix.Feedback, _ cells: [[Float?]], knownUsers: Int, knownItems: Int,
            newUsers: [Int]? = nil
        ) {
            let all = Array(0..<knownUsers) + (newUsers ?? Array(knownUsers..<cells.count))
            self.cells = all.map { cells[$0] }
            before = Self.part(feedback, cells, users: Array(0..<knownUsers), items: knownItems)
            after = Self.part(feedback, cells, users: all, items: cells[0].count)
        }

        private static func part(
            _ feedback: InteractionMatrix.Feedback, _ cells: [[Float?]], users: [Int], items: Int
        ) -> InteractionMatrix {
            func ids(_ rows: some Sequence<Int>) -> StringDictionary {
                StringDictionary.encoding(rows.map { "\(1000 + $0)" }).dictionary
            }
            let matrix = InteractionMatrix(feedback, users.map { Array(cells[$0][..<items]) })
            return InteractionMatrix(
                feedback: feedback, users: ids(users), items: ids(0..<items), byUser: matrix.byUser)
        }

        func start(from model: FactorModel) -> WarmStart {
            WarmStart(
                model: model, users: RowMapping(from: before.users, to: after.users),
                items: RowMapping(from: before.items, to: after.items))
        }
    }

    /// With steps too small to matter, what comes out is the start.
    private func start(_ settings: String, _ growth: Growth, from model: FactorModel?, threads: Int = 2) throws
        -> FactorModel
    {
        try fit(
            #"{"epochs": 1, "learning_rate": 1e-30, "schedule": "constant", \#(settings)}"#, growth.after,
            from: model.map(growth.start), threads: threads)
    }

    private func fit(_ settings: String, _ matrix: InteractionMatrix, from start: WarmStart?, threads: Int = 2) throws
        -> FactorModel
    {
        BLASRuntime.useSingleThread()
        let session = TrainingSession(pool: WorkerPool(threadCount: threads), seed: 4, start: start)
        let outcome = try SGD.read(settings).fit(InteractionDataset(training: matrix), in: session)
        return try #require(outcome.model as? FactorModel)
    }

    // MARK: - Ratings

    struct Penalties: Sendable, CustomTestStringConvertible {
        let settings: String
        let users, items: Double
        /// Nil for a model without biases.
        let biases: Double?
        var testDescription: String { settings }
    }

    static let penalties = [
        Penalties(settings: #""regularization": 0.1"#, users: 0.1, items: 0.1, biases: 0.1),
        Penalties(
            settings: #""user_regularization": 0.02, "item_regularization": 0.3, "bias_regularization": 0.05"#,
            users: 0.02, items: 0.3, biases: 0.05),
        Penalties(settings: #""regularization": 0.1, "bias_regularization": 0"#, users: 0.1, items: 0.1, biases: 0),
        Penalties(settings: #""regularization": 0.05, "biases": false"#, users: 0.05, items: 0.05, biases: nil),
    ]

    /// No component of a new row's gradient differs from zero, in double precision and term by term: an item's over the
    /// users known before, a user's over all items.
    @Test(arguments: penalties)
    func newRowsOfRatingsMinimiseTheirObjective(_ penalties: Penalties) throws {
        let cells = ALSRun.data(.explicit).training.cells
        let growth = Growth(.explicit, cells, knownUsers: 80, knownItems: 40)
        let settings = #""factors": 6, \#(penalties.settings)"#
        let before = try fit(#"{"epochs": 15, \#(settings)}"#, growth.before, from: nil)
        let after = try start(settings, growth, from: before)
        let users = Side(after.factors!.users, after.userBias)
        let items = Side(after.factors!.items, after.itemBias)
        let mean = Double(after.globalMean!)
        for user in 80..<cells.count {
            let slope = slope(
                of: users, user, against: items, ratings: cells[user], mean: mean, strength: penalties.users,
                biasStrength: penalties.biases)
            #expect(slope < 1e-4, "user \(user)")
        }
        for item in 40..<cells[0].count {
            let slope = slope(
                of: items, item, against: users, ratings: cells[..<80].map { $0[item] }, mean: mean,
                strength: penalties.items, biasStrength: penalties.biases)
            #expect(slope < 1e-4, "item \(item)")
        }
    }

    private struct Side {
        let factors: [[Double]]
        let biases: [Double]

        init(_ factors: Matrix, _ biases: [Float]?) {
            self.factors = DenseObjective.rows(of: factors)
            self.biases = biases?.map(Double.init) ?? [Double](repeating: 0, count: factors.rows)
        }
    }

    /// The largest component of the gradient of Σ (r − μ − b − b' − x·y)² + n(λ‖x‖² + λ_b b²), each as a share of the sizes
    /// of its terms.
    private func slope(
        of side: Side, _ row: Int, against other: Side, ratings: [Float?], mean: Double, strength: Double,
        biasStrength: Double?
    ) -> Double {
        let (x, bias) = (side.factors[row], side.biases[row])
        let count = Double(ratings.count { $0 != nil })
        var gradient = x.map { count * strength * $0 } + [count * (biasStrength ?? 0) * bias]
        var sizes = gradient.map(abs)
        for (place, rating) in ratings.enumerated() {
            guard let rating else { continue }
            let y = other.factors[place]
            let product = zip(x, y).reduce(0) { $0 + $1.0 * $1.1 }
            let target = Double(rating) - mean - other.biases[place]
            for (component, value) in (y + [biasStrength == nil ? 0 : 1]).enumerated() {
                gradient[component] -= (target - bias - product) * value
                sizes[component] += (abs(target) + abs(bias) + abs(product)) * abs(value)
            }
        }
        return zip(gradient, sizes).map { $1 == 0 ? 0 : abs($0) / $1 }.max()!
    }

    /// An item that only a new user rated has nothing to be folded in from: it stays as a cold start draws it, and with
    /// next to no regularization so does every new row.
    @Test func whatNothingDeterminesStaysAsDrawn() throws {
        var cells = ALSRun.data(.explicit).training.cells.map { $0 + [nil] }
        cells.append([Float?](repeating: nil, count: cells[0].count - 1) + [4])
        let growth = Growth(.explicit, cells, knownUsers: cells.count - 1, knownItems: cells[0].count - 1)
        let before = try fit(#"{"factors": 6, "epochs": 5}"#, growth.before, from: nil)
        let (user, item) = (cells.count - 1, cells[0].count - 1)
        let after = try start(#""factors": 6"#, growth, from: before)
        let drawn = try start(#""factors": 6"#, growth, from: nil)
        #expect(after.factors!.items.row(item) == drawn.factors!.items.row(item))
        #expect(abs(after.itemBias![item]) < 1e-6)
        #expect(after.factors!.users.row(user) != drawn.factors!.users.row(user))
        let free = try start(#""factors": 6, "regularization": 0"#, growth, from: before)
        #expect(free.factors!.users.row(user) == drawn.factors!.users.row(user))
    }

    // MARK: - All losses

    struct Loss: Sendable, CustomTestStringConvertible {
        let settings: String
        let feedback: InteractionMatrix.Feedback
        var testDescription: String { settings }
    }

    static let losses = [
        Loss(settings: #""factors": 6, "loss": "squared""#, feedback: .explicit),
        Loss(settings: #""factors": 6, "loss": "logistic""#, feedback: .implicit),
        Loss(settings: #""factors": 6, "loss": "bpr""#, feedback: .implicit),
    ]

    /// Users who do exactly what known ones did, and items chosen by exactly the same users: cosines of at least 0.9 where
    /// a row has ten entries, and lengths within a factor of 1.6; drawn rows have cosines around zero and a tenth of the
    /// length.
    @Test(arguments: losses)
    func twinsOfKnownRowsComeNearThem(_ loss: Loss) throws {
        let cells = LabelledInteractions.groups(
            loss.feedback, users: 200, items: 60, groups: 4, choices: 40, seed: 5
        ).training.cells
        let twins = Growth(loss.feedback, cells + cells[..<50], knownUsers: 200, knownItems: 60)
        let before = try fit(#"{"epochs": 100, \#(loss.settings)}"#, twins.before, from: nil)
        let users = try start(loss.settings, twins, from: before)
        expectNear(before.factors!.users, users.factors!.users, twins: 0..<50, from: 200) { user in
            cells[user].count { $0 != nil } >= 10
        }
        let wide = Growth(loss.feedback, cells.map { $0 + $0[..<20] }, knownUsers: 200, knownItems: 60)
        let items = try start(loss.settings, wide, from: before)
        expectNear(before.factors!.items, items.factors!.items, twins: 0..<20, from: 60) { item in
            cells.count { $0[item] != nil } >= 10
        }
    }

    private func expectNear(
        _ before: Matrix, _ after: Matrix, twins: Range<Int>, from first: Int, where counts: (Int) -> Bool
    ) {
        let compared = twins.filter(counts)
        #expect(compared.count >= twins.count / 2)
        for row in compared {
            let (old, new) = (before.row(row), after.row(first + row))
            func product(_ x: ArraySlice<Float>, _ y: ArraySlice<Float>) -> Float {
                zip(x, y).reduce(0) { $0 + $1.0 * $1.1 }
            }
            let ratio = (product(new, new) / product(old, old)).squareRoot()
            let cosine = product(old, new) / (product(new, new) * product(old, old)).squareRoot()
            #expect(cosine > 0.9 && ratio > 1 / 1.6 && ratio < 1.6, "row \(row): cosine \(cosine), ratio \(ratio)")
        }
    }

    @Test(arguments: losses)
    func sameBitsAtAnyThreadCount(_ loss: Loss) throws {
        let cells = ALSRun.data(loss.feedback).training.cells
        let growth = Growth(loss.feedback, cells, knownUsers: 50, knownItems: 40)
        let before = try fit(#"{"epochs": 5, \#(loss.settings)}"#, growth.before, from: nil)
        let models = try [1, 2, 3].map { try start(loss.settings, growth, from: before, threads: $0) }
        #expect(models[1] == models[0] && models[2] == models[0])
    }

    @Test(arguments: losses)
    func withoutNewRowsTheStartIsTheModel(_ loss: Loss) throws {
        let cells = ALSRun.data(loss.feedback).training.cells
        let growth = Growth(loss.feedback, cells, knownUsers: cells.count, knownItems: cells[0].count)
        let before = try fit(#"{"epochs": 5, \#(loss.settings)}"#, growth.before, from: nil)
        #expect(try start(loss.settings, growth, from: before) == before)
    }

    /// The same new user alone, and as the last of forty.
    @Test(arguments: losses.filter { $0.feedback == .implicit })
    func aRowDoesNotDependOnOthersThatAreNew(_ loss: Loss) throws {
        let cells = ALSRun.data(.implicit).training.cells
        let items = cells[0].count
        let all = Growth(.implicit, cells, knownUsers: 50, knownItems: items)
        let one = Growth(.implicit, cells, knownUsers: 50, knownItems: items, newUsers: [cells.count - 1])
        let before = try fit(#"{"epochs": 5, \#(loss.settings)}"#, all.before, from: nil)
        let (many, alone) = (
            try start(loss.settings, all, from: before), try start(loss.settings, one, from: before)
        )
        #expect(many.factors!.users.row(cells.count - 1) == alone.factors!.users.row(50))
        #expect(many.factors!.users.row(cells.count - 1) != many.factors!.users.row(cells.count - 2))
    }
}
