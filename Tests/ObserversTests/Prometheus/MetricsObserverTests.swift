import DurableFiles
import Foundation
import Modelling
import Observers
import Pipeline
import TestSupport
import Testing

/// The file that node-exporter reads, after one run and after many.
@Suite struct MetricsObserverTests {
    private let directory: TemporaryDirectory
    private let log = CollectedLog()

    init() throws {
        directory = try TemporaryDirectory()
    }

    private var path: String { directory.file("mercer.prom") }

    private func tell(_ run: TestedRun) throws {
        MetricsObserver(path: path, files: FileSystem(), log: log.logger).runEnded(
            try run.ended(in: TemporaryDirectory()))
    }

    private func values() throws -> [String: Double] { try PrometheusText(directory.text("mercer.prom")).values }

    private static func evaluation() -> Evaluation {
        let scores = [
            Evaluation.Score(metric: "ndcg@10", value: MetricValue(value: 0.25, low: 0.2, high: 0.3, count: 40)),
            Evaluation.Score(metric: "auc", value: MetricValue(value: .nan, low: nil, high: nil, count: 0)),
        ]
        let candidates = ["als", "popular"].map { id in
            Evaluation.CandidateScores(
                id: id, modelName: id, fitSeconds: 1, metrics: scores, validation: [], curves: [])
        }
        return Evaluation(
            selected: "als", selectedOn: "test", testDigest: "d", candidates: candidates,
            perUser: .init(users: [], columns: []), accounts: [], samples: [])
    }

    /// A run that was asked for some of the stages says nothing of the whole pipeline.
    @Test func aPartOfAPipelineIsNoSuccessOfIt() throws {
        var part = TestedRun(endSeconds: 1_772_337_700)
        part.isWhole = false
        try tell(part)
        let success = #"mercer_last_success_timestamp_seconds{config="shop",pipeline="recommend"}"#
        let ended = #"mercer_last_run_timestamp_seconds{config="shop",pipeline="recommend"}"#
        #expect(try values()[success] == nil && values()[ended] == 1_772_337_700)
        try tell(TestedRun(endSeconds: 1_772_337_800))
        part.endSeconds = 1_772_337_900
        try tell(part)
        #expect(try values()[success] == 1_772_337_800 && values()[ended] == 1_772_337_900)
    }

    @Test func statesWhatTheRunFound() throws {
        var run = TestedRun()
        run.peakMemoryBytes = 412_345_678
        run.evaluation = Self.evaluation()
        run.stages = [
            StageRecord(
                stage: .clean, status: .ran, seconds: 1.5, fromRun: nil,
                steps: [
                    StepAccount(
                        step: "drop_missing", table: "events", rowsIn: 100, rowsOut: 95, dropped: [("missing_user", 5)]),
                    StepAccount(
                        step: "drop_missing", table: "events", rowsIn: 95, rowsOut: 88,
                        dropped: [("missing_user", 3), ("missing_item", 4)]),
                    StepAccount(step: "rename", table: "items", rowsIn: 7, rowsOut: 7),
                ]),
            StageRecord(stage: .train, status: .cached, seconds: 0, fromRun: "r", steps: []),
        ]
        try tell(run)
        let of = #"{config="shop",pipeline="recommend""#
        let expected: [String: Double] = [
            "mercer_last_success_timestamp_seconds\(of)}": 1_772_337_642.25,
            "mercer_last_run_timestamp_seconds\(of)}": 1_772_337_642.25,
            "mercer_last_run_exit_status\(of)}": 0, "mercer_last_run_duration_seconds\(of)}": 30.25,
            "mercer_last_run_peak_memory_bytes\(of)}": 412_345_678, "mercer_last_run_published\(of)}": 1,
            "mercer_last_run_stage_duration_seconds\(of),stage=\"clean\"}": 1.5,
            "mercer_last_run_stage_duration_seconds\(of),stage=\"train\"}": 0,
            "mercer_last_run_rows\(of),stage=\"clean\",table=\"events\"}": 88,
            "mercer_last_run_rows\(of),stage=\"clean\",table=\"items\"}": 7,
            "mercer_last_run_dropped_rows\(of),stage=\"clean\",table=\"events\",reason=\"missing_user\"}": 8,
            "mercer_last_run_dropped_rows\(of),stage=\"clean\",table=\"events\",reason=\"missing_item\"}": 4,
            "mercer_last_run_metric\(of),candidate=\"als\",metric=\"ndcg@10\"}": 0.25,
        ]
        #expect(try values() == expected)
        #expect(log.lines.isEmpty)
    }

    @Test func theGatesDecisionIsOneOfThree() throws {
        var run = TestedRun(status: .refused, exitCode: .refused)
        let outcome = ConditionOutcome(.failed, "0.1 is less than 0.2")
        run.gate = GateVerdict(
            run: TestedRun.id, champion: nil,
            conditions: [.init(name: "minimum", settings: ["value": 0.2], outcome: outcome)])
        try tell(run)
        let values = try values()
        let decisions = ["passed", "refused", "forced"].map {
            values["mercer_last_run_gate{config=\"shop\",pipeline=\"recommend\",decision=\"\($0)\"}"]
        }
        #expect(decisions == [0, 1, 0])
        #expect(values[#"mercer_last_run_exit_status{config="shop",pipeline="recommend"}"#] == 2)
        #expect(!values.keys.contains { $0.hasPrefix("mercer_last_success") }, "nothing was published")
    }

    @Test func labelValuesAreEscaped() throws {
        var run = TestedRun()
        let table = "a\"b\\c\nd"
        let step = StepAccount(step: "read", table: table, rowsIn: 3, rowsOut: 3)
        run.stages = [StageRecord(stage: .load, status: .ran, seconds: 0, fromRun: nil, steps: [step])]
        let series =
            #"mercer_last_run_rows{config="shop",pipeline="recommend",stage="load",table="a\"b\\c\nd"}"#
        try tell(run)
        #expect(try values()[series] == 3)
        run.config = "other"
        try tell(run)
        #expect(try values()[series] == 3, "what is read back and kept is written as it was")
    }

    @Test func aFailureKeepsTheLastSuccess() throws {
        try tell(TestedRun())
        var failed = TestedRun.failed()
        failed.endSeconds += 86_400
        try tell(failed)
        var values = try values()
        let of = #"{config="shop",pipeline="recommend"}"#
        #expect(values["mercer_last_success_timestamp_seconds\(of)"] == 1_772_337_642.25)
        #expect(values["mercer_last_run_timestamp_seconds\(of)"] == 1_772_424_042.25)
        #expect(values["mercer_last_run_exit_status\(of)"] == 65)
        #expect(values["mercer_last_run_published\(of)"] == 0)
        var next = TestedRun()
        next.endSeconds += 2 * 86_400
        try tell(next)
        values = try self.values()
        #expect(values["mercer_last_success_timestamp_seconds\(of)"] == 1_772_510_442.25)
    }

    @Test func runsOfOtherPipelinesAndConfigsAreKept() throws {
        for (config, pipeline) in [("shop", "recommend"), ("shop", "rate"), ("garden", "recommend")] {
            try tell(TestedRun(config: config, pipeline: pipeline))
        }
        try tell(.failed())
        let codes = try values().filter { $0.key.hasPrefix("mercer_last_run_exit_status") }
        #expect(
            codes == [
                #"mercer_last_run_exit_status{config="shop",pipeline="recommend"}"#: 65,
                #"mercer_last_run_exit_status{config="shop",pipeline="rate"}"#: 0,
                #"mercer_last_run_exit_status{config="garden",pipeline="recommend"}"#: 0,
            ])
    }

    @Test func runsThatEndTogetherLoseNothing() async throws {
        let runs = try (0..<12).map { try TestedRun(config: "shop\($0)").ended(in: TemporaryDirectory()) }
        let observer = MetricsObserver(path: path, files: FileSystem(), log: log.logger)
        await withTaskGroup { group in
            for run in runs { group.addTask { observer.runEnded(run) } }
        }
        #expect(try values().count { $0.key.hasPrefix("mercer_last_success_timestamp_seconds") } == 12)
        #expect(log.lines.isEmpty)
    }

    @Test(arguments: [
        ("mercer_last_success_timestamp_seconds{config=\"shop\",pipe", "line 1: expected an equals sign"),
        ("# a comment\nmercer_last_run_rows{} 3 4\n", "line 2: expected a number"),
        ("mercer_last_run_rows{table=\"a\\q\"} 3\n", "line 1: expected \\\\"), ("<html>", "line 1: expected the name"),
    ])
    func aDamagedFileIsToldOfAndWrittenAnew(text: String, found: String) throws {
        try directory.write(text, to: "mercer.prom")
        try tell(.failed())
        #expect(log.warnings.count == 1)
        #expect(log.text.contains(found), "\(log.text)")
        let values = try values()
        #expect(values[#"mercer_last_run_exit_status{config="shop",pipeline="recommend"}"#] == 65)
        #expect(!values.keys.contains { $0.hasPrefix("mercer_last_success") }, "what is damaged is not trusted")
    }

    @Test func aFileOfAnotherProgramIsLeftAlone() throws {
        let text = "# HELP backup_age_seconds Age.\nbackup_age_seconds 12\n"
        try directory.write(text, to: "mercer.prom")
        try tell(TestedRun())
        #expect(try directory.text("mercer.prom") == text)
        #expect(log.text.contains("backup_age_seconds, which is not Mercer's"))
    }

    @Test func aMissingDirectoryIsToldOf() throws {
        let observer = MetricsObserver(
            path: directory.file("absent/mercer.prom"), files: FileSystem(), log: log.logger)
        observer.runEnded(try TestedRun().ended(in: TemporaryDirectory()))
        #expect(log.warnings.count == 1 && log.text.contains("absent"))
    }

    @Test func aRunThatDidNotStartLeavesTheFileAsItIs() throws {
        try tell(TestedRun())
        let before = try directory.text("mercer.prom")
        MetricsObserver(path: path, files: FileSystem(), log: log.logger)
            .runNotStarted(try TestedRun().unstarted(in: TemporaryDirectory()))
        #expect(try directory.text("mercer.prom") == before)
    }
}
