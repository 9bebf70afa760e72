import LinearAlgebra
import Modelling
import Pipeline
import Synchronization
import Tables
import Testing

/// What every model must do, whatever it is: run each check on each model.
///
/// A family's tests make one of these per model and setting worth telling apart and call ``checkAll()``.
public struct ModelConformance<Component: ModelComponent>: Sendable, CustomTestStringConvertible
where Component.Data == InteractionDataset {
    public let settings: String
    public let feedback: InteractionMatrix.Feedback
    /// Whether it tells users apart; popularity doesn't.
    public let isPersonal: Bool
    /// Whether it starts from random numbers.
    public let isRandom: Bool

    /// - Parameter settings: JSON, without the key `model`.
    public init(
        _ type: Component.Type, settings: String = "{}", feedback: InteractionMatrix.Feedback, isPersonal: Bool = true,
        isRandom: Bool = true
    ) {
        self.settings = settings
        self.feedback = feedback
        self.isPersonal = isPersonal
        self.isRandom = isRandom
    }

    public var testDescription: String { "\(Component.name) \(settings)" }

    public func checkAll() throws {
        try checkRoundTrip()
        try checkDeterminism()
        try checkSeed()
        try checkBlocksAgreeWithPairs()
        try checkDegenerateShapes()
        try checkResuming()
        if isPersonal { try checkCheckerboard() }
        try checkAccuracy()
    }

    func fit(
        _ matrix: InteractionMatrix, threads: Int = 1, seed: UInt64 = 7,
        checkpoints: TrainingSession.Checkpoints? = nil, pauseAfter: Int? = nil
    ) throws -> TrainingOutcome {
        BLASRuntime.useSingleThread()
        let session = TrainingSession(
            pool: WorkerPool(threadCount: threads), seed: seed, checkpoints: checkpoints, pauseAfter: pauseAfter)
        return try Component.read(settings).fit(InteractionDataset(training: matrix), in: session)
    }

    /// Enough rows and entries for several chunks, blocks and bands.
    private var sample: LabelledInteractions {
        .groups(feedback, users: 700, items: 180, groups: 6, choices: 24, seed: 11)
    }
}

// MARK: - The checks

extension ModelConformance {
    /// A stored model scores as the one that was stored.
    func checkRoundTrip() throws {
        let model = try fit(sample.training).model
        let restored = try Component.restore(model.archive())
        #expect(restored.archive() == model.archive())
        #expect(restored.userCount == model.userCount && restored.itemCount == model.itemCount)
        #expect(restored.allScores() == model.allScores())
    }

    /// The same bits at any thread count, and again.
    func checkDeterminism() throws {
        let matrix = sample.training
        let first = try fit(matrix, threads: 1)
        for threads in [1, 2, 3] {
            let other = try fit(matrix, threads: threads)
            #expect(other.model.archive() == first.model.archive(), "\(threads) threads")
            #expect(other.trace == first.trace, "\(threads) threads")
        }
    }

    /// A training that is paused, stored and taken up again, at other thread counts, ends with the bits and the trace of an
    /// undisturbed one. A checkpoint of other data is refused and changes nothing.
    func checkResuming() throws {
        guard let iterations = try Component.read(settings).iterations else { return }
        let matrix = sample.training
        let undisturbed = try fit(matrix)
        let slot = CheckpointSlot()
        for (number, pause) in [1, iterations / 2].enumerated() {
            let paused = try fit(matrix, threads: number + 1, checkpoints: slot.checkpoints, pauseAfter: pause)
            #expect(paused.trace.ending == .paused && paused.trace.iterations.count == pause)
        }
        let resumed = try fit(matrix, threads: 3, checkpoints: slot.checkpoints)
        #expect(resumed.model.archive() == undisturbed.model.archive())
        #expect(resumed.trace == undisturbed.trace)
        #expect(resumed.earlierSeconds > 0)
        let value: Float = feedback == .implicit ? 1 : 4
        let other = InteractionMatrix(feedback, [[value, nil], [nil, value], [value, value]])
        let anew = try fit(other, checkpoints: slot.checkpoints)
        #expect(try anew.trace == fit(other).trace && slot.rejections.count == 1)
    }

    /// The seed decides the random start, and nothing where there is none.
    func checkSeed() throws {
        let matrix = sample.training
        let isEqual = try fit(matrix, seed: 7).model.archive() == fit(matrix, seed: 8).model.archive()
        #expect(isEqual == !isRandom)
    }

    /// Pairs score as they do within a block, and a block as its parts do, to rounding.
    func checkBlocksAgreeWithPairs() throws {
        let model = try fit(sample.training).model
        let all = model.allScores()
        let users = (0..<Int32(model.userCount)).flatMap { [Int32](repeating: $0, count: model.itemCount) }
        let items = (0..<model.userCount).flatMap { _ in 0..<Int32(model.itemCount) }
        expectClose(model.scores(users: users, items: items), all)
        let part = model.scores(users: [5, 2], items: 3..<17)
        expectClose(
            part, [5, 2].flatMap { user in (3..<17).map { all[user * model.itemCount + $0] } })
    }

    /// One user, one item, one pair, and more factors than rows: fitted, with finite scores.
    func checkDegenerateShapes() throws {
        let value: Float = feedback == .implicit ? 1 : 4
        let empty: Float? = nil
        let shapes: [[[Float?]]] = [
            [[value]], [[value, empty, value]], [[value], [empty], [value]], [[empty, value], [empty, empty]],
            [[value, value], [value, value]],
        ]
        for cells in shapes {
            let model = try fit(InteractionMatrix(feedback, cells)).model
            #expect(model.userCount == cells.count && model.itemCount == cells[0].count)
            let areFinite = model.allScores().allSatisfy(\.isFinite)
            #expect(areFinite, "\(cells)")
        }
    }

    /// Users like items of their own parity; the model must see it in pairs it was not shown.
    func checkCheckerboard() throws {
        let data = LabelledInteractions.checkerboard(feedback, users: 40, items: 20)
        let model = try fit(data.training).model
        for held in data.heldOut where held.user % 2 == held.item % 2 {
            let scores = model.scores(users: [Int32(held.user)], items: 0..<20)
            let others = scores.indices.filter { $0 % 2 != held.item % 2 }.map { scores[$0] }
            #expect(scores[held.item] > others.max()!, "user \(held.user), item \(held.item)")
        }
    }

    /// A model of weights finds held-out choices among its first ten: popularity about as often as the data's design says,
    /// a personal model at least twice as often. A model of ratings is closer to held-out ratings than half the spread.
    func checkAccuracy() throws {
        let data = sample
        let model = try fit(data.training).model
        if feedback == .explicit, isPersonal {
            // 4.5 and 2.5 with noise 0.3; held-out ratings are those of the own group, around 4.5.
            let error = data.heldOut.reduce(0.0) { sum, held in
                let predicted = model.scores(users: [Int32(held.user)], items: [Int32(held.item)])[0]
                return sum + Double((predicted - held.value) * (predicted - held.value))
            }
            #expect((error / Double(data.heldOut.count)).squareRoot() < 0.6)
            return
        }
        let share = hitShare(of: model, data)
        if isPersonal {
            let popularity = FactorModel(
                userCount: model.userCount, itemCount: model.itemCount, itemBias: data.training.itemPopularity)
            #expect(share > 2 * hitShare(of: popularity, data))
        } else {
            // Ten of the 180 items, the first of each group: better than chance (10 in 180), far from knowing the group.
            #expect(share > 0.08 && share < 0.4)
        }
    }

    /// The share of held-out items among the user's ten best items not seen in training.
    private func hitShare(of model: any FittedModel, _ data: LabelledInteractions) -> Double {
        let hits = data.heldOut.count { held in
            var scores = model.scores(users: [Int32(held.user)], items: 0..<model.itemCount)
            for entry in data.training.byUser.range(ofRow: held.user) {
                scores[Int(data.training.byUser.indices[entry])] = -.infinity
            }
            return scores.count { $0 > scores[held.item] } < 10
        }
        return Double(hits) / Double(data.heldOut.count)
    }
}

/// Keeps the last checkpoint, as the archive it is stored as.
public final class CheckpointSlot: Sendable {
    private let state = Mutex<(archive: TensorArchive?, rejections: [String], saves: Int)>((nil, [], 0))

    public init() {}

    public var rejections: [String] { state.withLock { $0.rejections } }
    public var saves: Int { state.withLock { $0.saves } }

    /// Saves when the run is paused or interrupted, and after every `everyIterations`.
    public func checkpoints(everyIterations: Int? = nil) -> TrainingSession.Checkpoints {
        TrainingSession.Checkpoints(
            everyIterations: everyIterations,
            load: { self.state.withLock(\.archive).flatMap { try? TrainingCheckpoint(archive: $0) } },
            save: { checkpoint in
                self.state.withLock { state in
                    state.archive = checkpoint.archive()
                    state.saves += 1
                }
            },
            reject: { reason in self.state.withLock { $0.rejections.append(reason) } })
    }

    public var checkpoints: TrainingSession.Checkpoints { checkpoints() }
}

/// Expects equal lengths and differences below 1e-5 of the largest number.
private func expectClose(_ found: [Float], _ expected: [Float]) {
    let scale = expected.map(abs).max() ?? 1
    let difference = zip(found, expected).map { abs($0 - $1) }.max() ?? 0
    #expect(found.count == expected.count && difference <= 1e-5 * max(scale, 1e-6))
}

extension FittedModel {
    /// Scores of a block, as an array.
    public func scores(users: [Int32], items: Range<Int>) -> [Float] {
        var scores = [Float](repeating: .nan, count: users.count * items.count)
        users.withUnsafeBufferPointer { users in
            scores.withUnsafeMutableBufferPointer { score(users: users, items: items, into: $0) }
        }
        return scores
    }

    /// Scores of every user and item.
    public func allScores() -> [Float] {
        scores(users: Array(0..<Int32(userCount)), items: 0..<itemCount)
    }
}
