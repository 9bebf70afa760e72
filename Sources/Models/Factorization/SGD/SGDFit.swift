import LinearAlgebra
import Modelling

/// Stochastic gradient descent in progress: each epoch sweeps the strata of the grid once, in an order drawn for the epoch,
/// and then evaluates the objective.
///
/// Blocks of a stratum run in parallel; since they touch different rows, the bits do not depend on the threads.
struct SGDFit: IterativeFit {
    private let settings: SGD
    private let grid: RatingGrid
    private let random: RandomSource
    private let pool: WorkerPool
    /// n_u and n_i.
    private let userCounts: [Float]
    private let itemCounts: [Float]
    private var model: SGDModel
    private var epoch = 0

    init(_ settings: SGD, on matrix: InteractionMatrix, in session: TrainingSession) throws {
        self.settings = settings
        pool = session.pool
        random = RandomSource(seed: session.seed).split(stream: Self.orderStream)
        grid = try RatingGrid(matrix.byUser, transpose: matrix.byItem, pool: pool)
        userCounts = Self.entryCounts(of: matrix.byUser)
        itemCounts = Self.entryCounts(of: matrix.byItem)
        let mean = matrix.byUser.values.reduce(0.0) { $0 + Double($1) } / Double(max(matrix.byUser.count, 1))
        func side(_ side: FactorInitialization.Side, rows: Int) throws -> SGDSide {
            SGDSide(
                factors: try FactorInitialization.gaussian(
                    rows: rows, factors: settings.factors, deviation: settings.initialDeviation, side: side,
                    seed: session.seed, pool: session.pool),
                hasBiases: true, accumulatorStart: settings.schedule == .adagrad ? 1 : nil,
                factorRegularization: Float(settings.regularization),
                biasRegularization: Float(settings.regularization))
        }
        model = SGDModel(
            users: try side(.users, rows: matrix.users.count), items: try side(.items, rows: matrix.items.count),
            mean: Float(mean), learningRate: Float(settings.learningRate))
        if let start = session.start { model.begin(from: start) }
    }

    /// The random stream of the order of strata; 0 and 1 are the starting factors.
    private static let orderStream: UInt64 = 2

    private static func entryCounts(of matrix: SparseMatrix) -> [Float] {
        (0..<matrix.rows).map { Float(matrix.range(ofRow: $0).count) }
    }

    var divergenceRemedy: String {
        "lower `learning_rate`, or bring `regularization` and `init_stddev` nearer to their defaults"
    }

    mutating func advance() throws -> Double {
        epoch += 1
        model.learningRate = Float(
            settings.schedule.rate(settings.learningRate, epoch: epoch, of: settings.loop.iterations))
        var order = Array(0..<RatingGrid.bands)
        var random = random.split(stream: UInt64(epoch))
        random.shuffle(&order)
        try sweep(strata: order)
        return try objective()
    }

    func snapshot() -> FactorModel {
        FactorModel(
            userCount: userCounts.count, itemCount: itemCounts.count,
            factors: .init(users: model.users.factors, items: model.items.factors), userBias: model.users.biases,
            itemBias: model.items.biases, globalMean: model.mean)
    }
}

extension SGDFit {
    private mutating func sweep(strata order: [Int]) throws {
        let (grid, pool) = (grid, pool)
        try model.withKernel { kernel in
            for number in order {
                let blocks = grid.stratum(number)
                try pool.forEachChunk(count: blocks.count, chunkSize: 1) { chunk, _ in
                    _ = kernel.sweep(grid.ratings, range: blocks[chunk.lowerBound])
                }
            }
        }
    }

    /// The written objective at the model as it stands: one reading pass over the ratings.
    private mutating func objective() throws -> Double {
        let (grid, pool) = (grid, pool)
        let error = try model.withKernel { kernel in
            try pool.map(count: grid.blocks.count, chunkSize: 1) { chunk in
                kernel.squaredError(grid.ratings, range: grid.blocks[chunk.lowerBound])
            }
        }.reduce(0, +)
        let penalty =
            try Self.weightedSize(of: model.users, userCounts, pool)
            + Self.weightedSize(of: model.items, itemCounts, pool)
        return error + settings.regularization * penalty
    }

    /// Σ over rows of count · (‖factors‖² + bias²).
    private static func weightedSize(of side: SGDSide, _ counts: [Float], _ pool: WorkerPool) throws -> Double {
        let biases = zip(side.biases, counts).reduce(0.0) { $0 + Double($1.1) * Double($1.0) * Double($1.0) }
        return try side.factors.weightedSumOfSquares(counts, pool: pool) + biases
    }
}
