import DurableFiles
import Foundation
import Logging
import Modelling
import Pipeline
import Synchronization
import TestSupport
import Testing
import TrainStage

/// Searches over a model whose score is a known function of its setting and its iterations.
final class SearchRunnerTests {
    private let directory = FileManager.default.temporaryDirectory.appendingPathComponent("mercer-\(UUID().uuidString)")
    private let cache: StageCache

    init() throws {
        cache = try StageCache(
            directory: directory.path, files: FileSystem(), log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    deinit {
        try? FileManager.default.removeItem(at: directory)
    }

    private static let base = #"{"id": "s", "model": "stub", "iterations": 9}"#
    private static let grid = #""method": "grid", "parameters": {"x": {"choice": [0, 4, 1, 3, 2]}}"#
    private static let halving = #""halving": {"minimum_iterations": 1, "factor": 2}"#

    /// −(x − 3)²: trial 4 is the best, and nothing else depends on anything.
    @Test func findsTheBestSetting() throws {
        let found = try run(search: Self.grid)
        #expect(found.record.chosen == 4 && found.record.settings?["x"] == 3.0)
        #expect(found.record.trials.map(\.score) == [-9, -1, -4, 0, -1])
        #expect(found.record.trials.allSatisfy { $0.status == .completed })
        let facts = StubModel.facts(of: found.model.model)
        #expect(facts.x == 3 && facts.iterations == 9 && found.model.id == "s")
        #expect(found.model.settings["x"] == 3.0 && found.model.trace.chosenIteration == 9)
        #expect(found.iterations == 45)
    }

    @Test func lowerCanBeBetter() throws {
        let found = try run(search: Self.grid, higherIsBetter: false)
        #expect(found.record.chosen == 1)
    }

    /// 5 trials: one iteration each, 2 go on to 2, 1 to the end. Each goes on from where it was: 5·1 + 2·1 + 1·7.
    @Test func halvesAndGoesOnFromWhereTrialsWere() throws {
        let found = try run(search: "\(Self.grid), \(Self.halving)")
        #expect(found.record.chosen == 4)
        #expect(found.record.trials.map(\.status) == [.eliminated, .eliminated, .eliminated, .completed, .eliminated])
        // −(x − 3)² is −1 for trials 2 and 5: of equals the first goes on.
        #expect(found.record.trials.map { $0.rungs.map(\.iterations) } == [[1], [1, 2], [1], [1, 2, 9], [1]])
        #expect(found.iterations == 5 + 2 + 7)
        #expect(StubModel.facts(of: found.model.model).iterations == 9)
    }

    /// Who leads at first need not win in the end, but with halving can't be overtaken by who was stopped.
    @Test func scoresAreThoseOfTheIterationsReached() throws {
        // x = 4 starts best and gets worse by 4 an iteration; x = 1 by 1.
        @Sendable func score(_ x: Double, _ iterations: Int) -> Double { 10 * x - x * Double(iterations) * 4 }
        let search = #""method": "grid", "parameters": {"x": {"choice": [4, 1]}}"#
        let whole = try run(search: search, score: score)
        #expect(whole.record.chosen == 2 && whole.record.trials.map(\.score) == [40 - 144, 10 - 36])
        let halved = try run(search: "\(search), \(Self.halving)", score: score)
        #expect(halved.record.chosen == 1 && halved.record.trials.map(\.score) == [40 - 144, 10 - 4])
    }

    @Test func trialsThatDivergeLose() throws {
        let search = #""method": "grid", "parameters": {"x": {"choice": [1, 3]}, "diverges_at": {"choice": [0, 2]}}"#
        let found = try run(search: "\(search), \(Self.halving)")
        #expect(found.record.chosen == 3)
        // Trials (1, 0), (1, 2), (3, 0), (3, 2): the third and the fourth go on, and the fourth diverges in iteration 2.
        #expect(found.record.trials.map(\.status) == [.eliminated, .eliminated, .completed, .failed])
        let reason = try #require(found.record.trials[3].reason)
        #expect(reason.contains("iteration 2") && reason.contains("tell it something else"))
    }

    @Test func whenAllFailTheSearchFails() {
        let search = #""method": "grid", "parameters": {"diverges_at": {"choice": [1, 2]}}"#
        let error = #expect(throws: DataError.self) { _ = try self.run(search: search) }
        #expect(error?.found.contains("all 2 trials failed") == true)
    }

    /// Early stopping with patience 2 on a score that is best at iteration 3: trials end at 5, before the last rung.
    @Test func earlyStoppingEndsATrialWithItsBestModel() throws {
        let base = #"{"id": "s", "model": "stub", "iterations": 30, "early_stopping": {"patience": 2}}"#
        let search =
            #""method": "grid", "parameters": {"x": {"choice": [2, 3, 1, 5]}}, "halving": {"minimum_iterations": 8, "factor": 2}"#
        let found = try run(base: base, search: search) { x, iterations in
            -(x - 3) * (x - 3) - Double((iterations - 3) * (iterations - 3))
        }
        #expect(found.record.chosen == 2 && found.model.trace.ending == .stoppedEarly)
        #expect(found.model.trace.chosenIteration == 3 && StubModel.facts(of: found.model.model).iterations == 3)
        #expect(found.record.trials.map(\.score) == [-1, 0, -4, -4])
        #expect(found.iterations == 20, "each stops after five iterations and trains no more")
    }

    /// −(iterations − 12)²: each trial trains for as long as it says, longer than the listed candidate would, too.
    @Test func iterationsCanBeSearchedFor() throws {
        let search = #""method": "grid", "parameters": {"iterations": {"choice": [3, 12, 20]}}"#
        let found = try run(search: search) { _, iterations in -Double((iterations - 12) * (iterations - 12)) }
        #expect(found.record.chosen == 2 && found.record.trials.map(\.score) == [-81, 0, -64])
        #expect(StubModel.facts(of: found.model.model).iterations == 12 && found.model.trace.chosenIteration == 12)
        let longer = try run(search: search.replacing("[3, 12, 20]", with: "[3, 12, 20, 30]")) { _, iterations in
            -Double((iterations - 12) * (iterations - 12))
        }
        #expect(longer.record.trials.map(\.score) == [-81, 0, -64, -324])
        #expect(
            longer.iterations == 29, "the trials there were are not trained again: 30, less the line that ends the bar")
    }

    // MARK: - What is kept

    @Test func aSecondSearchTrainsNothing() throws {
        let first = try run(search: "\(Self.grid), \(Self.halving)")
        let second = try run(search: "\(Self.grid), \(Self.halving)")
        #expect(second.iterations == 0)
        #expect(second.record.chosen == first.record.chosen)
        #expect(second.model.model.archive() == first.model.model.archive() && second.model.trace == first.model.trace)
    }

    @Test func addedTrialsAreAllThatIsTrained() throws {
        _ = try run(search: #""method": "grid", "parameters": {"x": {"choice": [0, 4, 1]}}"#)
        let more = try run(search: #""method": "grid", "parameters": {"x": {"choice": [0, 4, 1, 3, 2]}}"#)
        #expect(more.record.chosen == 4 && more.iterations == 18)
        // x = 4 lost against x = 3 and gave up its model; where it wins again, that is trained again.
        let other = try run(search: #""method": "grid", "parameters": {"x": {"choice": [0, 4, 1]}}"#)
        #expect(other.record.chosen == 2)
        #expect(StubModel.facts(of: other.model.model).x == 4 && StubModel.facts(of: other.model.model).iterations == 9)
    }

    @Test func onlyTheWinnersModelIsKept() throws {
        _ = try run(search: "\(Self.grid), \(Self.halving)")
        let names = try FileManager.default.contentsOfDirectory(atPath: directory.path)
        let models = names.filter {
            FileManager.default.fileExists(atPath: "\(directory.path)/\($0)/model.safetensors")
        }
        #expect(models.count == 1)
        #expect(!names.contains { $0.hasPrefix("checkpoint-") }, "\(names)")
    }

    @Test func withoutReuseEverythingIsTrainedAgain() throws {
        let first = try run(search: "\(Self.grid), \(Self.halving)")
        let again = try run(search: "\(Self.grid), \(Self.halving)", reuses: false)
        #expect(
            again.iterations == first.iterations && again.record.trials.map(\.rungs) == first.record.trials.map(\.rungs)
        )
    }

    /// Interrupted after any number of iterations, the next run does the rest and ends the same.
    @Test(arguments: [1, 3, 5, 6, 8, 11, 13])
    func anInterruptedSearchGoesOn(iterations: Int) throws {
        let search = "\(Self.grid), \(Self.halving)"
        let progress = RecordingProgress()
        let interrupted = try runner(
            base: Self.base, search: search, progress: progress,
            isCancelled: { Self.iterationCount(progress) >= iterations })
        var runner = interrupted
        #expect(throws: CancellationError.self) { try runner.run() }
        #expect(runner.record.chosen == nil)
        let finished = runner.record.trials.count { !$0.rungs.isEmpty }
        #expect(finished >= min(iterations, 5) - 1)
        let rest = try run(search: search)
        #expect(rest.iterations == 14 - iterations)
        #expect(rest.record.chosen == 4 && rest.record.trials.map { $0.rungs.map(\.iterations) }[3] == [1, 2, 9])
    }

    // MARK: - Running

    private func run(
        base: String = SearchRunnerTests.base, search: String, higherIsBetter: Bool = true, reuses: Bool = true,
        score: (@Sendable (Double, Int) -> Double)? = nil
    ) throws -> (record: SearchRecord, model: TrainedCandidate, iterations: Int) {
        let progress = RecordingProgress()
        var runner = try runner(
            base: base, search: search, higherIsBetter: higherIsBetter, reuses: reuses, progress: progress, score: score
        )
        let model = try runner.run()
        return (runner.record, model, Self.iterationCount(progress))
    }

    /// A training that ended before its last iteration ends its bar with a line of its own, which is none.
    private static func iterationCount(_ progress: RecordingProgress) -> Int {
        progress.lines.count { line in
            let counts = line.split(separator: " ")[2].split(separator: "/")
            return counts[0] != counts[1] || counts[1] == "9"
        }
    }

    private func runner(
        base: String, search: String, higherIsBetter: Bool = true, reuses: Bool = true, progress: RecordingProgress,
        isCancelled: @escaping @Sendable () -> Bool = { false }, score: (@Sendable (Double, Int) -> Double)? = nil
    ) throws -> SearchRunner {
        let catalog = ComponentCatalog(models: [.init(StubModel.self)])
        let stage = try SettingsReader.read(
            "{\"candidates\": [\(base)], \"search\": {\"candidate\": \"s\", \(search)}}", catalog: catalog,
            TrainStage.init(from:))
        let planned = try #require(stage.search(of: stage.candidates[0], seed: 1))
        let scorer = TrainingSession.Validation(metricName: "m", higherIsBetter: higherIsBetter) { model in
            let facts = StubModel.facts(of: model)
            return score?(facts.x, facts.iterations) ?? -(facts.x - 3) * (facts.x - 3)
        }
        let context = RunContext(
            pool: .serial, seed: 1, asOf: nil, log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            progress: progress, isCancelled: isCancelled)
        return SearchRunner(
            planned, with: stage, on: Stages.implicit, scorer: scorer, validation: scorer,
            keys: SearchRunner.Keys(
                result: { trial, iterations in
                    CacheKey(
                        slot: "train/s/trial-\(trial.number)",
                        ingredients: [
                            "model": trial.model.identity, "iterations": iterations.map(JSON.integer) ?? .null,
                        ])
                },
                training: { CacheKey(slot: "train/s/trial-\($0.number)", ingredients: ["model": $0.model.identity]) }),
            cache: cache, runID: "r", reuses: reuses, context: context)
    }
}
