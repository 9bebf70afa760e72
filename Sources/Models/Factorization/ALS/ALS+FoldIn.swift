import LinearAlgebra
import Modelling
import Tables

/// New rows are what a half-iteration with `cholesky` would give them, whatever the solver; see ``ALSHalfStep``.
extension ALS: FoldsIn {
    public var historyFeedback: InteractionMatrix.Feedback { objective == .explicit ? .explicit : .implicit }

    public func foldIn(
        users history: SparseMatrix, into model: any FittedModel, pool: WorkerPool
    ) throws -> any FittedModel {
        let known = try KnownSides(model, isExplicit: objective == .explicit)
        let rows = try solve(history, against: known.items, mean: known.mean, pool: pool)
        return known.model(users: rows, items: known.items)
    }

    public func foldIn(
        items history: SparseMatrix, into model: any FittedModel, pool: WorkerPool
    ) throws -> any FittedModel {
        let known = try KnownSides(model, isExplicit: objective == .explicit)
        let rows = try solve(history, against: known.users, mean: known.mean, pool: pool)
        return known.model(users: known.users, items: rows)
    }

    private func solve(
        _ history: SparseMatrix, against other: Matrix, mean: Float, pool: WorkerPool
    ) throws -> Matrix {
        precondition(history.columns == other.rows, "a history of \(history.columns) columns for \(other.rows) rows")
        try checkHistory(history)
        let step = ALSHalfStep(self, mean: mean, pool: pool)
        let rows: Matrix
        do {
            rows = try step.rows(SparseRows(history), against: other)
        } catch LinearAlgebraError.notPositiveDefinite(let row?, _, _) {
            throw undetermined(history.values[history.range(ofRow: row)])
        }
        guard rows.isFinite else {
            throw TrainingError.unusable(
                found: "values so large that the new rows are not finite",
                expected: "values such as the training part has",
                remedy: "give smaller weights")
        }
        return rows
    }

    /// Whoever gives a history can mend the history or choose another bundle, not the training.
    private func undetermined(_ values: ArraySlice<Float>) -> TrainingError {
        let (least, most) = (values.min() ?? 0, values.max() ?? 0)
        let another =
            regularization > 0 ? "" : ", or a longer history, or name a bundle trained with `regularization` above 0"
        return .unusable(
            found: "a history with values from \(least) to \(most), for which no single row of factors is the best",
            expected: "values near those of the training part", remedy: "give smaller values\(another)")
    }

    private func checkHistory(_ history: SparseMatrix) throws(TrainingError) {
        let isExplicit = objective == .explicit
        guard let wrong = history.values.first(where: { !$0.isFinite || (!isExplicit && $0 < 0) }) else { return }
        throw .unusable(
            found: "the value \(wrong) in a history",
            expected: isExplicit ? "finite ratings" : "weights that are finite and not negative",
            remedy: "mend the history")
    }
}

/// Both sides of a fitted model as its solves gave them: for ratings with the bias as a last column.
private struct KnownSides {
    let users: Matrix
    let items: Matrix
    let mean: Float
    private let isExplicit: Bool

    init(_ model: any FittedModel, isExplicit: Bool) throws(TrainingError) {
        guard let model = model as? FactorModel, let factors = model.factors else {
            throw Self.unusable("a model without factors")
        }
        self.isExplicit = isExplicit
        guard isExplicit else {
            (users, items, mean) = (factors.users, factors.items, 0)
            return
        }
        guard let userBias = model.userBias, let itemBias = model.itemBias, let mean = model.globalMean else {
            throw Self.unusable("a model of ratings without biases or mean")
        }
        self.mean = mean
        users = BiasColumn.joining(factors.users, userBias)
        items = BiasColumn.joining(factors.items, itemBias)
    }

    private static func unusable(_ found: String) -> TrainingError {
        .unusable(found: found, expected: "one that `als` trained", remedy: "name the bundle of an `als` model")
    }

    func model(users: Matrix, items: Matrix) -> FactorModel {
        FactorModel(alsUsers: users, items: items, mean: isExplicit ? mean : nil)
    }
}

extension FactorModel {
    /// The model of what was solved.
    ///
    /// - Parameter mean: μ of ratings, whose rows end in their bias; nil for implicit feedback.
    init(alsUsers users: Matrix, items: Matrix, mean: Float?) {
        guard let mean else {
            self.init(userCount: users.rows, itemCount: items.rows, factors: .init(users: users, items: items))
            return
        }
        self.init(
            userCount: users.rows, itemCount: items.rows,
            factors: .init(users: BiasColumn.factors(of: users), items: BiasColumn.factors(of: items)),
            userBias: BiasColumn(splitting: users).biases, itemBias: BiasColumn(splitting: items).biases,
            globalMean: mean)
    }
}
