import LinearAlgebra
import Modelling

/// Stochastic gradient descent in progress: each epoch sweeps the strata of a grid once, in an order drawn for the epoch.
///
/// Blocks of a stratum run in parallel; since they touch different rows, the bits do not depend on the threads. What
/// the epochs done leave behind is `model` and `epoch`.
struct SGDFit: IterativeFit {
    private let settings: SGD
    private let examples: SGDExamples
    private let random: RandomSource
    private let pool: WorkerPool
    /// The last epoch there will be, unless training stops early.
    private let lastEpoch: Int
    var model: SGDModel
    var epoch = 0

    init(_ settings: SGD, on matrix: InteractionMatrix, in session: TrainingSession) throws {
        self.settings = settings
        pool = session.pool
        lastEpoch = session.fixedIterations ?? settings.loop.iterations
        let source = RandomSource(seed: session.seed)
        random = source.split(stream: Self.orderStream)
        examples =
            if settings.loss == .squared {
                .ratings(try SquaredExamples(matrix, regularization: settings.regularization, pool: pool))
            } else {
                .sampled(SampledExamples(matrix.byUser, loss: settings.loss, random: source))
            }
        model = try Self.model(settings, matrix, in: session)
        guard let start = session.start else { return }
        try model.begin(at: Self.start(start, from: model, settings, on: matrix, in: session), pool: pool)
    }

    private static func start(
        _ start: WarmStart, from drawn: SGDModel, _ settings: SGD, on matrix: InteractionMatrix,
        in session: TrainingSession
    ) throws -> SGDStart {
        if settings.loss == .squared {
            let foldIn = SquaredFoldIn(
                matrix: matrix, regularization: settings.regularization, hasBiases: settings.hasBiases,
                mean: drawn.mean, pool: session.pool)
            return try SGDStart(start, drawn: drawn, on: matrix, by: foldIn)
        }
        let foldIn = SampledFoldIn(
            matrix: matrix, loss: settings.loss, regularization: settings.regularization,
            hasBiases: settings.hasBiases, seed: session.seed, pool: session.pool)
        return try SGDStart(start, drawn: drawn, on: matrix, by: foldIn)
    }

    /// The random stream of the order of strata; 0 and 1 are the starting factors.
    private static let orderStream: UInt64 = 2

    private static func model(
        _ settings: SGD, _ matrix: InteractionMatrix, in session: TrainingSession
    ) throws -> SGDModel {
        func side(_ side: FactorInitialization.Side, rows: Int, regularization: Double) throws -> SGDSide {
            SGDSide(
                factors: try FactorInitialization.gaussian(
                    rows: rows, factors: settings.factors, deviation: settings.initialDeviation, side: side,
                    seed: session.seed, pool: session.pool),
                factorRegularization: Float(regularization),
                biasRegularization: Float(settings.regularization.biases))
        }
        let ratings = matrix.byUser.values
        let mean = ratings.reduce(0.0) { $0 + Double($1) } / Double(max(ratings.count, 1))
        return SGDModel(
            users: try side(
                .users, rows: matrix.users.count, regularization: settings.regularization.userFactors),
            items: try side(
                .items, rows: matrix.items.count, regularization: settings.regularization.itemFactors),
            mean: settings.loss == .squared ? Float(mean) : 0, hasBiases: settings.hasBiases,
            isAdaptive: settings.schedule == .adagrad, learningRate: Float(settings.learningRate))
    }

    var divergenceRemedy: String {
        let remedy = "lower `learning_rate`, or bring `regularization` and `init_stddev` nearer to their defaults"
        if case .logistic = settings.loss { return remedy + ", or cap the weights with `weight.cap`" }
        return remedy
    }

    /// Epochs from one evaluation of the objective for ratings to the next.
    ///
    /// The squared norms that AdaGrad takes gradients from are recomputed in the same epochs, whatever the loss: often
    /// enough that their drift stays small, and both passes over all rows fall into one epoch. A last epoch in between
    /// leaves them: an epoch's bits must not depend on how many there will be.
    private static let evaluationInterval = 16

    /// The objective for ratings is evaluated in the first epoch, every 16th and the last, as it costs a third of an epoch.
    mutating func advance() throws -> Double? {
        epoch += 1
        model.learningRate = Float(
            settings.schedule.rate(settings.learningRate, epoch: epoch, of: settings.loop.iterations))
        let random = random.split(stream: UInt64(epoch))
        let slopes =
            switch examples {
            case .ratings(let ratings): try ratings.sweep(&model, random: random, pool: pool)
            case .sampled(let sampled): try sampled.sweep(&model, random: random, pool: pool)
            }
        guard slopes.isFinite else {
            throw TrainingError.diverged(
                iteration: epoch, what: "the error became \(slopes.isNaN ? "NaN" : "infinite")",
                remedy: divergenceRemedy)
        }
        let isRegular = epoch % Self.evaluationInterval == 0
        guard isRegular || epoch == 1 || epoch == lastEpoch || settings.loss.isImplicit else { return nil }
        if isRegular { try model.refreshSquares(pool: pool) }
        return try loss()
    }

    mutating func loss() throws -> Double? {
        switch examples {
        case .ratings(let ratings): try ratings.objective(&model, pool: pool)
        case .sampled(let sampled): sampled.meanLoss(&model)
        }
    }

    func snapshot() -> FactorModel {
        let (users, items) = (model.users, model.items)
        return FactorModel(
            userCount: users.rowCount, itemCount: items.rowCount,
            factors: .init(users: users.factors, items: items.factors),
            userBias: settings.hasBiases && settings.loss != .bpr ? users.biases : nil,
            itemBias: settings.hasBiases ? items.biases : nil,
            globalMean: settings.loss == .squared ? model.mean : nil)
    }
}

/// What is visited in an epoch.
enum SGDExamples: Sendable {
    case ratings(SquaredExamples)
    case sampled(SampledExamples)
}

extension RatingGrid {
    /// Visits the strata in a random order, the blocks of each at the same time, and adds up what `visit` returns.
    func sweep<Scratch>(
        random: RandomSource, pool: WorkerPool, makeScratch: @Sendable () -> Scratch,
        visit: @Sendable (_ range: Range<Int>, _ itemBand: Int, inout Scratch) -> Double
    ) throws -> Double {
        var random = random
        var sum = 0.0
        for number in random.shuffled(Array(0..<bandCount)) {
            let blocks = stratum(number)
            var sums = [Double](repeating: 0, count: blocks.count)
            try sums.withSharedBuffer { sums in
                try pool.forEachChunk(count: blocks.count, chunkSize: 1, makeScratch: { _ in makeScratch() }) {
                    chunk, scratch in
                    let block = blocks[chunk.lowerBound]
                    sums[chunk.lowerBound] = visit(block.range, block.itemBand, &scratch)
                }
            }
            sum += sums.reduce(0, +)
        }
        return sum
    }
}
