import LinearAlgebra
import Modelling
import Synchronization
import Tables
import TestSupport
import Testing

/// Training that stops and goes on. The scripted fit's model tells how many iterations it has done.
struct TrainingCheckpointTests {
    private static let losses: [Double] = [8, 4, 2, 1, 0.5, 0.25]

    @Test func savesAfterEveryFewIterationsButNotAtTheEnd() throws {
        let slot = CheckpointSlot()
        _ = try run(6, slot.checkpoints(everyIterations: 2))
        #expect(slot.saves == 2, "after 2 and 4; after 6 there is nothing to go on with")
    }

    @Test func savesWhenSecondsHavePassed() throws {
        let saves = Mutex(0)
        let checkpoints = TrainingSession.Checkpoints(
            everySeconds: 1e-12, load: { nil }, save: { _ in saves.withLock { $0 += 1 } })
        _ = try run(6, checkpoints)
        #expect(saves.withLock { $0 } == 5)
    }

    @Test func aCancellationSavesWhatIsDone() throws {
        let slot = CheckpointSlot()
        #expect(throws: CancellationError.self) { try run(6, slot.checkpoints, cancelAfter: 3) }
        let resumed = try run(6, slot.checkpoints)
        #expect(resumed.trace.iterations.map(\.loss) == Self.losses)
        #expect(resumed.reported == [4, 5, 6], "what was done is not done again")
        #expect(resumed.trace.ending == .finished && resumed.bias == 6)
    }

    @Test func aCancellationBeforeTheFirstIterationSavesNothing() throws {
        let slot = CheckpointSlot()
        #expect(throws: CancellationError.self) { try run(6, slot.checkpoints, cancelAfter: 0) }
        #expect(slot.saves == 0)
    }

    @Test func pausesWithWhatThereIsAndGoesOn() throws {
        let slot = CheckpointSlot()
        let paused = try run(6, slot.checkpoints, pauseAfter: 2)
        #expect(paused.trace.ending == .paused && paused.trace.chosenIteration == 2 && paused.bias == 2)
        let again = try run(6, slot.checkpoints, pauseAfter: 2)
        #expect(again.reported.isEmpty && again.bias == 2 && again.trace == paused.trace)
        #expect(slot.saves == 1)
        #expect(try run(6, slot.checkpoints).reported == [3, 4, 5, 6])
    }

    @Test func aPauseAtTheEndIsTheEnd() throws {
        let slot = CheckpointSlot()
        #expect(try run(6, slot.checkpoints, pauseAfter: 6).trace.ending == .finished)
        #expect(try run(6, slot.checkpoints, pauseAfter: 9).trace.ending == .finished)
        #expect(slot.saves == 0)
    }

    /// A training asked for fewer iterations than were done starts anew.
    @Test func goesNeverBack() throws {
        let slot = CheckpointSlot()
        _ = try run(6, slot.checkpoints, pauseAfter: 4)
        #expect(try run(6, slot.checkpoints, pauseAfter: 3).reported == [1, 2, 3])
    }

    /// Scores 1, 5, 4, 4.9 with patience 2: the second model is kept wherever the run is cut in two, and a NaN is remembered.
    @Test(arguments: [1, 2, 3], [[1, 5, 4, 4.9, 9, 9], [.nan, 5, .nan, 4, 9, 9]])
    func earlyStoppingGoesOn(cut: Int, scores: [Double]) throws {
        let rule = EarlyStopping(patience: 2)
        let undisturbed = try run(6, nil, rule, scores: scores)
        #expect(undisturbed.trace.ending == .stoppedEarly && undisturbed.trace.chosenIteration == 2)
        let slot = CheckpointSlot()
        _ = try run(6, slot.checkpoints, rule, scores: scores, pauseAfter: cut)
        let resumed = try run(6, slot.checkpoints, rule, scores: Array(scores.dropFirst(cut)))
        #expect(resumed.bias == 2 && resumed.trace.ending == .stoppedEarly)
        #expect(resumed.trace.iterations.map(\.number) == undisturbed.trace.iterations.map(\.number))
        #expect("\(resumed.trace.iterations)" == "\(undisturbed.trace.iterations)")
    }

    /// A training that stops early can't go on from one that doesn't, nor the other way round.
    @Test func checkpointsOfAnotherTrainingAreRejected() throws {
        let slot = CheckpointSlot()
        _ = try run(6, slot.checkpoints, pauseAfter: 2)
        let scores: [Double] = [1, 2, 3, 4, 5, 6]
        let anew = try run(6, slot.checkpoints, EarlyStopping(patience: 2), scores: scores)
        #expect(slot.rejections.count == 1 && anew.reported == [1, 2, 3, 4, 5, 6])
    }

    @Test func anArchiveWithoutItsPartsIsRefused() throws {
        let slot = CheckpointSlot()
        let whole = Mutex<TensorArchive?>(nil)
        let capturing = TrainingSession.Checkpoints(
            load: { nil }, save: { checkpoint in whole.withLock { $0 = checkpoint.archive() } })
        _ = try run(6, capturing, EarlyStopping(patience: 3), scores: [3, 2, 1, 1, 1, 1], pauseAfter: 2)
        let archive = try #require(whole.withLock { $0 })
        #expect(throws: Never.self) { try TrainingCheckpoint(archive: archive) }
        for missing in ["loss", "validation", "has_loss", "has_validation", "seconds", "best_score"] {
            let rest = TensorArchive(archive.tensors.filter { $0.name != missing }, metadata: archive.metadata)
            #expect(throws: ArchiveError.self, "without \(missing)") { try TrainingCheckpoint(archive: rest) }
        }
        #expect(slot.rejections.isEmpty)
    }

    private func run(
        _ iterations: Int, _ checkpoints: TrainingSession.Checkpoints?, _ stopping: EarlyStopping? = nil,
        scores: [Double] = [], pauseAfter: Int? = nil, cancelAfter: Int? = nil
    ) throws -> (trace: TrainingTrace, bias: Float?, reported: [Int]) {
        let reported = Mutex<[Int]>([])
        let asked = Mutex(0)
        let validation = TrainingSession.Validation(metricName: "m", higherIsBetter: true) { _ in
            asked.withLock { count in
                defer { count += 1 }
                return scores[count]
            }
        }
        var fit = ScriptedFit(losses: Self.losses)
        let outcome = try TrainingLoop(iterations: iterations, earlyStopping: stopping).run(
            &fit,
            in: TrainingSession(
                pool: .serial, seed: 1, validation: stopping == nil ? nil : validation, checkpoints: checkpoints,
                pauseAfter: pauseAfter, report: { iteration, _ in reported.withLock { $0.append(iteration.number) } },
                checkCancellation: {
                    if reported.withLock(\.count) == cancelAfter { throw CancellationError() }
                }))
        return (outcome.trace, (outcome.model as? FactorModel)?.itemBias?.first, reported.withLock { $0 })
    }
}
