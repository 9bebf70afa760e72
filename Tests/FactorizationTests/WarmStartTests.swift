import Factorization
import LinearAlgebra
import Modelling
import Tables
import TestSupport
import Testing

/// Training that starts from an earlier model: rows go by id, new ones are folded in or drawn, gone ones stay gone.
struct WarmStartTests {
    /// Yesterday: all users but the last ten, all items but the last five. Today: all but the first user and item.
    private struct Days {
        let yesterday: InteractionMatrix
        let today: InteractionMatrix

        init(_ feedback: InteractionMatrix.Feedback) {
            let cells = ALSRun.data(feedback).training.cells
            let (users, items) = (cells.count, cells[0].count)
            yesterday = Self.part(feedback, cells, users: 0..<users - 10, items: 0..<items - 5)
            today = Self.part(feedback, cells, users: 1..<users, items: 1..<items)
        }

        private static func part(
            _ feedback: InteractionMatrix.Feedback, _ cells: [[Float?]], users: Range<Int>, items: Range<Int>
        ) -> InteractionMatrix {
            let matrix = InteractionMatrix(feedback, users.map { Array(cells[$0][items]) })
            func ids(_ prefix: String, _ range: Range<Int>) -> StringDictionary {
                StringDictionary.encoding(range.map { "\(prefix)\(1000 + $0)" }).dictionary
            }
            return InteractionMatrix(
                feedback: feedback, users: ids("u", users), items: ids("i", items), byUser: matrix.byUser)
        }

        func start(from model: FactorModel) -> WarmStart {
            WarmStart(
                model: model, users: RowMapping(from: yesterday.users, to: today.users),
                items: RowMapping(from: yesterday.items, to: today.items))
        }
    }

    @Test(arguments: ALSFoldInTests.objectives)
    func alsSolvesAgainstMappedAndFoldedItems(_ objective: ALSFoldInTests.Case) throws {
        let days = Days(objective.feedback)
        let settings = objective.with(#""iterations": 5, "solver": "cholesky""#)
        let recipe = try ALS.read(settings)
        let before = try ALSRun(settings, days.yesterday).model
        let start = days.start(from: before)
        let after = try fit(recipe, days.today, from: start, iterations: 1)

        // By hand: yesterday's rows by id, with zeros for the new users, then the new items from those.
        let users = rows(before.factors!.users, start.users)
        let known = FactorModel(
            userCount: users.rows, itemCount: days.today.items.count,
            factors: .init(users: users, items: rows(before.factors!.items, start.items)),
            userBias: before.userBias.map { numbers($0, start.users) },
            itemBias: before.itemBias.map { numbers($0, start.items) }, globalMean: mean(days.today))
        let folded = try #require(
            recipe.foldIn(items: days.today.byItem, into: known, pool: .serial) as? FactorModel)
        var items = known.factors!.items
        var bias = known.itemBias
        for item in start.items.newRows {
            for column in 0..<items.columns { items[item, column] = folded.factors!.items[item, column] }
            bias?[item] = folded.itemBias![item]
        }
        let expected = try #require(
            recipe.foldIn(
                users: days.today.byUser,
                into: FactorModel(
                    userCount: users.rows, itemCount: items.rows, factors: .init(users: users, items: items),
                    userBias: known.userBias, itemBias: bias, globalMean: known.globalMean), pool: .serial)
                as? FactorModel)
        let scale = expected.factors!.users.elements.map(abs).max()!
        let pairs = zip(after.factors!.users.elements, expected.factors!.users.elements)
        let difference = pairs.map { abs($0 - $1) }.max()!
        #expect(difference < 1e-4 * scale)
        #expect(start.users.newRows.count == 10 && start.items.newRows.count == 5)
        #expect(after.userCount == days.today.users.count && after.itemCount == days.today.items.count)
    }

    /// One step of conjugate gradients from yesterday's users is nearer to the solution than one from zero.
    @Test(arguments: ["als-cg", "als-cholesky", "sgd"])
    func beginsWhereTheEarlierModelEnded(_ kind: String) throws {
        let days = Days(.explicit)
        let cold: [Double]
        let warm: [Double]
        if kind == "sgd" {
            let before = try outcome(SGD.read(#"{"factors": 6, "epochs": 30}"#), days.yesterday, from: nil)
            let recipe = try SGD.read(#"{"factors": 6, "epochs": 1}"#)
            cold = try outcome(recipe, days.today, from: nil).losses
            warm = try outcome(recipe, days.today, from: days.start(from: before.model)).losses
        } else {
            let solver = kind == "als-cg" ? #""cg", "cg_steps": 1"# : #""cholesky""#
            let recipe = try ALS.read(#"{"feedback": "explicit", "factors": 6, "solver": \#(solver)}"#)
            let before = try outcome(recipe, days.yesterday, from: nil)
            cold = try outcome(recipe, days.today, from: nil).losses
            warm = try outcome(recipe, days.today, from: days.start(from: before.model)).losses
        }
        #expect(warm[0] < cold[0])
    }

    /// With steps too small to matter, what comes out is the start.
    @Test func sgdTakesOverFactorsAndBiases() throws {
        let days = Days(.explicit)
        let before = try outcome(SGD.read(#"{"factors": 6, "epochs": 12}"#), days.yesterday, from: nil).model
        let start = days.start(from: before)
        let still = try SGD.read(
            #"{"factors": 6, "epochs": 1, "learning_rate": 1e-12, "schedule": "constant", "init_stddev": 0.1}"#)
        let after = try outcome(still, days.today, from: start).model
        for (row, earlier) in start.users.earlierRows.enumerated() where earlier >= 0 {
            #expect(after.factors!.users.row(row) == before.factors!.users.row(Int(earlier)))
            #expect(after.userBias![row] == before.userBias![Int(earlier)])
        }
        for (row, earlier) in start.items.earlierRows.enumerated() where earlier >= 0 {
            #expect(after.factors!.items.row(row) == before.factors!.items.row(Int(earlier)))
            #expect(after.itemBias![row] == before.itemBias![Int(earlier)])
        }
    }

    @Test func sameStartSameBitsAtAnyThreadCount() throws {
        let days = Days(.implicit)
        let recipe = try ALS.read(#"{"factors": 8, "iterations": 3}"#)
        let start = days.start(from: try outcome(recipe, days.yesterday, from: nil).model)
        let models = try [1, 2, 3].map { try fit(recipe, days.today, from: start, iterations: 2, threads: $0) }
        #expect(models[1] == models[0] && models[2] == models[0])
    }

    @Test func otherFactorsAreAnObstacle() throws {
        let model = try ALSRun(#"{"factors": 6}"#, ALSRun.data(.implicit).training).model
        #expect(try ALS.read(#"{"factors": 6}"#).obstacle(toStartFrom: model) == nil)
        #expect(try ALS.read(#"{"factors": 8}"#).obstacle(toStartFrom: model)?.contains("6 factors") == true)
        #expect(try SGD.read(#"{"factors": 6}"#).obstacle(toStartFrom: model) == nil)
        let popularity = FactorModel(userCount: 1, itemCount: 2, itemBias: [1, 2])
        #expect(try ALS.read(#"{"factors": 6}"#).obstacle(toStartFrom: popularity) != nil)
    }

    private func outcome<Recipe: Model>(
        _ recipe: Recipe, _ matrix: InteractionMatrix, from start: WarmStart?
    ) throws -> (model: FactorModel, losses: [Double]) where Recipe.Data == InteractionDataset {
        BLASRuntime.useSingleThread()
        let session = TrainingSession(pool: WorkerPool(threadCount: 2), seed: 4, start: start)
        let outcome = try recipe.fit(InteractionDataset(training: matrix), in: session)
        return (try #require(outcome.model as? FactorModel), outcome.trace.iterations.compactMap(\.loss))
    }

    private func fit(
        _ recipe: ALS, _ matrix: InteractionMatrix, from start: WarmStart, iterations: Int, threads: Int = 1
    ) throws -> FactorModel {
        BLASRuntime.useSingleThread()
        let session = TrainingSession(
            pool: WorkerPool(threadCount: threads), seed: 4, fixedIterations: iterations, start: start)
        return try #require(recipe.fit(InteractionDataset(training: matrix), in: session).model as? FactorModel)
    }

    private func mean(_ matrix: InteractionMatrix) -> Float? {
        guard matrix.feedback == .explicit else { return nil }
        return Float(matrix.byUser.values.reduce(0.0) { $0 + Double($1) } / Double(matrix.byUser.count))
    }

    private func rows(_ matrix: Matrix, _ mapping: RowMapping) -> Matrix {
        let zeros = [Float](repeating: 0, count: matrix.columns)
        let elements = mapping.earlierRows.flatMap { $0 < 0 ? zeros : Array(matrix.row(Int($0))) }
        return Matrix(rows: mapping.earlierRows.count, columns: matrix.columns, elements: elements)
    }

    private func numbers(_ values: [Float], _ mapping: RowMapping) -> [Float] {
        mapping.earlierRows.map { $0 < 0 ? 0 : values[Int($0)] }
    }
}
