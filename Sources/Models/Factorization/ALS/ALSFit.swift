import LinearAlgebra
import Modelling

/// Alternating least squares in progress: each iteration solves all users with the items fixed, then all items.
///
/// The loss is the written objective at the end of the item half, whose solvers bring its observed part along. Σ over all
/// pairs of (x·y)² is ⟨XᵀX, YᵀY⟩, so nothing is ever computed over users × items.
struct ALSFit: IterativeFit {
    private let objective: ALSObjective
    private let solver: ALSProblem.Solver
    private let byUser: SparseRows
    private let byItem: SparseRows
    private let userRegularization: [Float]
    private let itemRegularization: [Float]
    /// μ; 0 for implicit feedback.
    private let mean: Float
    /// Σ observed c·p².
    private let constant: Double
    private let userNames: NamedRows
    private let itemNames: NamedRows
    private let pool: WorkerPool
    /// users × factors, for ratings with the bias as one more column
    var users: Matrix
    /// items × factors, likewise
    var items: Matrix

    init(_ model: ALS, on matrix: InteractionMatrix, in session: TrainingSession) throws {
        objective = model.objective
        solver = model.solver
        pool = session.pool
        byUser = SparseRows(matrix.byUser)
        byItem = SparseRows(matrix.byItem)
        userRegularization = objective.regularization(model.regularization, of: byUser)
        itemRegularization = objective.regularization(model.regularization, of: byItem)
        mean = objective == .explicit ? Self.mean(of: matrix.byUser.values) : 0
        constant = objective.constant(of: matrix.byUser.values)
        userNames = NamedRows(side: "user", ids: matrix.users)
        itemNames = NamedRows(side: "item", ids: matrix.items)
        let biasColumns = objective == .explicit ? 1 : 0
        // The users are solved first, from zero: only the items need somewhere to start.
        users = Matrix(rows: byUser.rowCount, columns: model.factors + biasColumns)
        items = try FactorInitialization.gaussian(
            rows: byItem.rowCount, factors: model.factors, extraColumns: biasColumns,
            deviation: model.initialDeviation, side: .items, seed: session.seed, pool: pool)
        if let start = session.start {
            (users, items) = try ALSStart(
                start, on: matrix, solve: ALSHalfStep(model, mean: mean, pool: pool), byUser: byUser, byItem: byItem
            ).sides
        }
    }

    private static func mean(of ratings: [Float]) -> Float {
        Float(ratings.reduce(0.0) { $0 + Double($1) } / Double(max(ratings.count, 1)))
    }

    var divergenceRemedy: String {
        switch objective {
        case .confidence:
            "bring `regularization` and `init_stddev` nearer to their defaults, lower `alpha`, or cap the weights with `weight.cap`"
        case .ials:
            "bring `regularization` and `init_stddev` nearer to their defaults, or cap the weights with `weight.cap`"
        case .explicit:
            "bring `regularization` and `init_stddev` nearer to their defaults, or check the ratings for extreme values"
        }
    }

    mutating func advance() throws -> Double? {
        switch objective {
        case .explicit: try advanceExplicit()
        case .confidence, .ials: try advanceImplicit()
        }
    }

    func snapshot() -> FactorModel {
        FactorModel(alsUsers: users, items: items, mean: objective == .explicit ? mean : nil)
    }
}

// MARK: - One iteration

extension ALSFit {
    private mutating func advanceImplicit() throws -> Double {
        let itemGram = try gram(of: items)
        try solve(&users, userProblem(items: items, gram: itemGram), userNames)
        let userGram = try gram(of: users)
        let value = try solve(&items, itemProblem(users: users, gram: userGram), itemNames, measuring: true)
        return try constant + value + users.weightedSumOfSquares(userRegularization, pool: pool)
    }

    private mutating func advanceExplicit() throws -> Double {
        let item = BiasColumn(splitting: items)
        try solve(&users, userProblem(items: item.withOpposite, bias: item.biases), userNames)
        let user = BiasColumn(splitting: users)
        let problem = itemProblem(users: user.withOpposite, bias: user.biases)
        return try solve(&items, problem, itemNames, measuring: true)
            + users.weightedSumOfSquares(userRegularization, pool: pool)
            + items.weightedSumOfSquares(itemRegularization, pool: pool)
    }

    private func gram(of side: Matrix) throws -> Matrix? {
        guard let scale = objective.gramScale else { return nil }
        return try Matrix.gram(of: side, scale: scale, pool: pool)
    }

    private func userProblem(items: Matrix, bias: [Float]? = nil, gram: Matrix? = nil) -> ALSProblem {
        ALSProblem(
            observed: byUser, other: items, otherBias: bias, gram: gram, regularization: userRegularization,
            coefficients: objective.coefficients(mean: mean))
    }

    private func itemProblem(users: Matrix, bias: [Float]? = nil, gram: Matrix? = nil) -> ALSProblem {
        ALSProblem(
            observed: byItem, other: users, otherBias: bias, gram: gram, regularization: itemRegularization,
            coefficients: objective.coefficients(mean: mean))
    }

    @discardableResult
    private func solve(
        _ rows: inout Matrix, _ problem: ALSProblem, _ names: NamedRows, measuring: Bool = false
    ) throws -> Double {
        try names.naming(remedy: "\(objective.singularityRemedy), or use the solver `cg`") {
            try problem.solve(&rows, by: solver, measuring: measuring, pool: pool)
        }
    }
}

extension SparseRows {
    init(_ matrix: SparseMatrix) {
        self.init(
            offsets: matrix.offsets, columns: matrix.indices, weights: matrix.values, columnCount: matrix.columns)
    }
}
