import DurableFiles
import Foundation
import Pipeline
import TestSupport
import Testing

@Suite struct RunSelectionTests {
    private let directory: TemporaryDirectory
    private let store: RunStore

    init() throws {
        directory = try TemporaryDirectory()
        store = RunStore(Workspace(path: directory.path, files: FileSystem()))
        for (id, started, pipeline) in [
            ("20260301t0400-a", "2026-03-01T04:00:00Z", "recommend"),
            ("20260302t0400-b", "2026-03-02T04:00:00Z", "recommend"),
            ("20260303t0400-c", "2026-03-03T04:00:00Z", "rate"),
        ] {
            var run = WrittenRun(id: id)
            run.started = started
            run.pipeline = pipeline
            run.candidates = [("als", [("ndcg@10", 0.1)]), ("popular", [("ndcg@10", 0.05)])]
            try run.write(into: directory.path)
        }
        var failed = WrittenRun(id: "20260304t0400-d")
        failed.started = "2026-03-04T04:00:00Z"
        failed.status = "failed"
        try failed.write(into: directory.path)
    }

    private func selection(
        _ names: [String], since: String? = nil, pipeline: String? = nil, champion: Bool = false
    ) throws -> RunSelection {
        try RunSelection(
            .init(names: names, since: since.flatMap(Instant.parse), pipeline: pipeline, champion: champion), in: store)
    }

    private func names(_ selection: RunSelection) -> [String] {
        selection.models.map { "\($0.run.id.suffix(1)):\($0.candidate)" }
    }

    @Test func runsAreFoundByPrefixAndStandForTheirWinner() throws {
        #expect(names(try selection(["20260302", "20260301"])) == ["b:als", "a:als"])
    }

    /// While a run goes on, what it has written may be a part.
    @Test func aRunInProgressIsLeftOut() throws {
        var running = WrittenRun(id: "20260305t0400-e")
        running.started = "2026-03-05T04:00:00Z"
        running.status = "running"
        running.candidates = [("als", [("ndcg@10", 0.2)])]
        try running.write(into: directory.path)
        let lock = try WorkspaceLock(store.workspace, config: "shop", pipeline: "recommend")
        try lock.hold(for: running.id)
        let found = try selection([], pipeline: "recommend")
        #expect(names(found) == ["a:als", "b:als"] && found.notes.first?.contains("2 runs") == true)
        #expect {
            _ = try selection(["20260301", "20260305"])
        } throws: { "\($0)".contains("is running") }
        withExtendedLifetime(lock) {}
    }

    @Test func candidatesAreNamedBehindAColon() throws {
        let found = try selection(["20260301:popular", "20260301"])
        #expect(names(found) == ["a:popular", "a:als"])
        #expect(found.models.map(\.runIndex) == [0, 0] && !found.models[0].isSelected && found.models[1].isSelected)
    }

    @Test func aModelNamedTwiceIsComparedOnce() throws {
        #expect(names(try selection(["20260301", "20260302", "20260301:als"])) == ["a:als", "b:als"])
    }

    @Test func sinceAndPipelineFindEvaluatedRunsOldestFirst() throws {
        #expect(names(try selection([], pipeline: "recommend")) == ["a:als", "b:als"])
        let found = try selection(["20260301"], since: "2026-03-02", pipeline: "recommend")
        #expect(names(found) == ["a:als", "b:als"])
        // The failed run of the same pipeline is left out and told.
        #expect(found.notes.count == 1 && found.notes[0].hasPrefix("1 run "))
    }

    @Test func foundRunsAreOfOnePipeline() {
        #expect(throws: SelectionError.severalPipelines(["rate", "recommend"])) {
            try selection([], since: "2026-03-01")
        }
    }

    @Test func aSingleModelIsNoComparison() {
        #expect(throws: SelectionError.tooFew(["20260301t0400-a"])) { try selection(["20260301"]) }
        #expect(throws: SelectionError.nothingFound(pipelines: ["rate", "recommend"], unevaluated: 0)) {
            try selection([], pipeline: "nothing")
        }
        #expect(throws: SelectionError.nothingFound(pipelines: ["rate", "recommend"], unevaluated: 1)) {
            try selection([], since: "2026-03-04")
        }
    }

    @Test func theChampionComesFirst() throws {
        #expect(throws: SelectionError.noChampion(pipeline: "recommend", config: "shop")) {
            try selection(["20260302"], champion: true)
        }
        let models = directory.file("models/shop/recommend")
        let bundle = "\(models)/20260301t0400-a"
        try FileManager.default.createDirectory(atPath: bundle, withIntermediateDirectories: true)
        try Data("{}".utf8).write(to: URL(fileURLWithPath: "\(bundle)/manifest.json"))
        let link = "\(models)/current"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "20260301t0400-a")
        #expect(names(try selection(["20260302"], champion: true)) == ["a:als", "b:als"])
        #expect(throws: SelectionError.onlyChampion("20260301t0400-a")) { try selection(["20260301"], champion: true) }
        // Named too, it moves to the front.
        #expect(names(try selection(["20260302", "20260301"], champion: true)) == ["a:als", "b:als"])
        try FileManager.default.removeItem(atPath: bundle)
        let gone = #expect(throws: InputError.self) { try selection(["20260302"], champion: true) }
        #expect(gone?.path == link && gone?.remedy.contains("mercer publish") == true)
    }

    @Test func whatIsMissingIsNamed() throws {
        let unknown = #expect(throws: InputError.self) { try selection(["2025", "20260301"]) }
        #expect(unknown?.found.contains("no run has this id") == true)
        let unevaluated = #expect(throws: InputError.self) { try selection(["20260304", "20260301"]) }
        #expect(unevaluated?.found == "run 20260304t0400-d has no metrics (it is failed)")
        let candidate = #expect(throws: InputError.self) { try selection(["20260301:populr", "20260302"]) }
        #expect(candidate?.remedy.contains("popular") == true)
    }
}
