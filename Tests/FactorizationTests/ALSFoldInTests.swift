import Factorization
import LinearAlgebra
import Modelling
import TestSupport
import Testing

/// New rows are what a half-iteration would give them, and the minimum of the written objective.
struct ALSFoldInTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let settings: String
        let feedback: InteractionMatrix.Feedback

        var testDescription: String { settings }
        func with(_ more: String) -> String { "{\(settings), \"factors\": 6, \(more)}" }
    }

    static let objectives = [
        Case(settings: #""objective": "confidence", "alpha": 3"#, feedback: .implicit),
        Case(settings: #""objective": "ials", "regularization": 0.02, "unobserved_weight": 0.2"#, feedback: .implicit),
        Case(
            settings: #""objective": "ials", "regularization_exponent": 0.5, "regularization": 0.05"#,
            feedback: .implicit),
        Case(settings: #""feedback": "explicit""#, feedback: .explicit),
    ]

    /// The users of one more iteration from a model are solved against its items, its items against those users: folding
    /// everybody in anew must come to the same.
    @Test(arguments: objectives)
    func equalsAHalfIteration(_ objective: Case) throws {
        let matrix = ALSRun.data(objective.feedback).training
        let settings = objective.with(#""iterations": 3, "solver": "cholesky""#)
        let model = try ALSRun(settings, matrix).model
        let next = try oneMoreIteration(settings, matrix, from: model)
        let recipe = try ALS.read(settings)

        let users = try folded(recipe.foldIn(users: matrix.byUser, into: model, pool: .serial))
        expectClose(users.factors!.users.elements, next.factors!.users.elements)
        expectClose(users.userBias ?? [], next.userBias ?? [])
        #expect(users.factors!.items == model.factors!.items && users.itemBias == model.itemBias)

        let items = try folded(recipe.foldIn(items: matrix.byItem, into: next, pool: .serial))
        expectClose(items.factors!.items.elements, next.factors!.items.elements)
        expectClose(items.itemBias ?? [], next.itemBias ?? [])
        #expect(items.factors!.users == next.factors!.users && items.userBias == next.userBias)
    }

    /// A row that minimises a quadratic function has it equally far up on both sides of every axis.
    @Test(arguments: objectives)
    func minimisesTheWrittenObjective(_ objective: Case) throws {
        let matrix = ALSRun.data(objective.feedback).training
        let settings = objective.with(#""iterations": 4"#)
        let model = try ALSRun(settings, matrix).model
        var history = [Float?](repeating: nil, count: model.itemCount)
        for (item, value) in [(3, 4), (8, 1.5), (21, 2), (40, 5)] as [(Int, Float)] { history[item] = value }
        let new = InteractionMatrix(objective.feedback, [history])
        let row = try folded(ALS.read(settings).foldIn(users: new.byUser, into: model, pool: .serial))
        var solved = DenseObjective.rows(of: row.factors!.users)[0] + (row.userBias ?? []).map(Double.init)
        let best = loss(objective, history, solved, model)
        for axis in solved.indices {
            solved[axis] += 0.25
            let above = loss(objective, history, solved, model)
            solved[axis] -= 0.5
            let below = loss(objective, history, solved, model)
            solved[axis] += 0.25
            #expect(above > best && below > best)
            #expect(abs(above - below) < 1e-3 * (above + below - 2 * best), "axis \(axis)")
        }
    }

    /// The objective as one new user sees it; the row ends in the bias for ratings.
    private func loss(_ objective: Case, _ history: [Float?], _ row: [Double], _ model: FactorModel) -> Double {
        let items = DenseObjective.rows(of: model.factors!.items)
        let dense = DenseObjective([history], users: [Array(row.prefix(6))], items: items)
        if objective.feedback == .explicit {
            return dense.explicit(
                mean: Double(model.globalMean!), userBias: [row[6]], itemBias: model.itemBias!.map(Double.init),
                regularization: 0.1)
        }
        if objective.settings.contains("confidence") { return dense.confidence(alpha: 3, regularization: 0.05) }
        let isRoot = objective.settings.contains("exponent")
        return dense.ials(
            unobservedWeight: isRoot ? 0.1 : 0.2, isRoot: isRoot, regularization: isRoot ? 0.05 : 0.02)
    }

    /// Items 2 and 1 with one factor; three units of the first. α = 1, λ = 0.5: the system is 4 + 1 + 3 · 4 + 0.5 = 17.5, its
    /// right side (1 + 3) · 2 = 8. Item 1 of users 1 and 3: 1 + 9 + 2 · 9 + 0.5 = 28.5 and (1 + 2) · 3 = 9.
    @Test func matchesAHandWorkedExample() throws {
        let model = FactorModel(
            userCount: 2, itemCount: 2,
            factors: .init(
                users: Matrix(rows: 2, columns: 1, elements: [1, 3]),
                items: Matrix(rows: 2, columns: 1, elements: [2, 1])))
        let recipe = try ALS.read(#"{"factors": 1, "regularization": 0.5}"#)
        let user = try folded(
            recipe.foldIn(users: InteractionMatrix(.implicit, [[3, nil]]).byUser, into: model, pool: .serial))
        #expect(abs(user.factors!.users[0, 0] - 8 / 17.5) < 1e-6)
        let item = try folded(
            recipe.foldIn(items: InteractionMatrix(.implicit, [[nil, 2]]).byUser, into: model, pool: .serial))
        #expect(abs(item.factors!.items[0, 0] - 9 / 28.5) < 1e-6)
    }

    /// However a model was trained, who is new gets the exact row.
    @Test func doesNotDependOnTheSolver() throws {
        let matrix = ALSRun.data(.implicit).training
        let model = try ALSRun(#"{"factors": 6}"#, matrix).model
        let rows = try [#""cg", "cg_steps": 1"#, #""cholesky""#].map { solver in
            try folded(
                ALS.read(#"{"factors": 6, "solver": \#(solver)}"#).foldIn(
                    users: matrix.byUser, into: model, pool: WorkerPool(threadCount: 2)))
        }
        #expect(rows[0] == rows[1])
    }

    @Test func emptyHistoriesScoreZero() throws {
        let matrix = ALSRun.data(.implicit).training
        let model = try ALSRun(#"{"factors": 6}"#, matrix).model
        let none = InteractionMatrix(.implicit, [[Float?](repeating: nil, count: model.itemCount)])
        let row = try ALS.read(#"{"factors": 6}"#).foldIn(users: none.byUser, into: model, pool: .serial)
        #expect(row.allScores().allSatisfy { $0 == 0 })
    }

    @Test func refusesWhatItCannotUse() throws {
        let matrix = ALSRun.data(.implicit).training
        let model = try ALSRun(#"{"factors": 6}"#, matrix).model
        let recipe = try ALS.read(#"{"factors": 6}"#)
        for value in [Float(-1), .nan, .infinity] {
            var cells = [Float?](repeating: nil, count: model.itemCount)
            cells[2] = value
            let history = InteractionMatrix(.implicit, [cells]).byUser
            #expect(throws: TrainingError.self) { try recipe.foldIn(users: history, into: model, pool: .serial) }
        }
        let popularity = FactorModel(userCount: 90, itemCount: 48, itemBias: [Float](repeating: 1, count: 48))
        #expect(throws: TrainingError.self) {
            try recipe.foldIn(users: matrix.byUser, into: popularity, pool: .serial)
        }
        let explicit = try ALS.read(#"{"feedback": "explicit"}"#)
        #expect(throws: TrainingError.self) { try explicit.foldIn(users: matrix.byUser, into: model, pool: .serial) }
    }

    /// One weight of 1e30 hides the other directions from any precision. Whoever gives a history is told what they can do
    /// about it, which is nothing about training.
    @Test func weightsTooLargeAreTheHistorysToMend() throws {
        let model = try ALSRun(#"{"factors": 6}"#, ALSRun.data(.implicit).training).model
        var cells = [Float?](repeating: nil, count: model.itemCount)
        (cells[2], cells[3]) = (1e30, 2)
        let history = InteractionMatrix(.implicit, [cells]).byUser
        let error = try #require(throws: TrainingError.self) {
            try ALS.read(#"{"factors": 6}"#).foldIn(users: history, into: model, pool: .serial)
        }
        guard case .unusable(let found, _, let remedy) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(found.contains("values from 2.0 to 1e+30"))
        #expect(remedy == "give smaller values")
    }

    private func oneMoreIteration(
        _ settings: String, _ matrix: InteractionMatrix, from model: FactorModel
    ) throws -> FactorModel {
        let start = WarmStart(
            model: model, users: RowMapping(from: matrix.users, to: matrix.users),
            items: RowMapping(from: matrix.items, to: matrix.items))
        let session = TrainingSession(pool: .serial, seed: 1, fixedIterations: 1, start: start)
        return try folded(ALS.read(settings).fit(InteractionDataset(training: matrix), in: session).model)
    }

    private func folded(_ model: any FittedModel) throws -> FactorModel {
        try #require(model as? FactorModel)
    }
}

/// Expects equal lengths and differences below 1e-4 of the largest number.
private func expectClose(_ found: [Float], _ expected: [Float]) {
    let scale = expected.map(abs).max() ?? 0
    let difference = zip(found, expected).map { abs($0 - $1) }.max() ?? 0
    #expect(found.count == expected.count && difference <= 1e-4 * scale)
}
