import DurableFiles
import Foundation
import Pipeline
import TestSupport
import Testing

@Suite struct RunHistoryTests {
    @Test func runsAreGroupedAndInOrder() throws {
        let directory = try TemporaryDirectory()
        for day in 1...3 {
            var run = WrittenRun(id: "2026030\(day)t0400-\(day)")
            run.started = "2026-03-0\(day)T04:00:00Z"
            run.ended = "2026-03-0\(day)T04:01:0\(day)Z"
            if day == 2 {
                run.status = "failed"
                run.error = "events.csv: no such file\nCheck `path`."
            } else {
                run.candidates = [("als", [("ndcg@10", 0.1 * Double(day))]), ("popular", [("ndcg@10", 0.05)])]
            }
            try run.write(into: directory.path)
        }
        var other = WrittenRun(id: "20260304t0400-4")
        other.pipeline = "another"
        try other.write(into: directory.path)
        try FileManager.default.createDirectory(
            atPath: directory.file("runs/20260305t0400-5"), withIntermediateDirectories: true)
        let store = RunStore(Workspace(path: directory.path, files: FileSystem()))
        let history = try RunHistory(of: store)
        #expect(history.series.map(\.pipeline) == ["another", "recommend"])
        #expect(history.unreadable == ["20260305t0400-5"])
        let series = history.series[1]
        #expect(series.metric == "ndcg@10" && series.entries.map(\.selected) == ["als", nil, "als"])
        #expect(series.entries.map(\.seconds) == [61, 62, 63])
        #expect(series.entries[1].error == "events.csv: no such file" && series.entries[1].exitStatus == 65)
        #expect(series.entries[2].value(of: "ndcg@10")?.value.value == 0.1 * 3)
        #expect(try RunHistory(of: store, pipeline: "another").series.count == 1)
        #expect(try RunHistory(of: store, config: "elsewhere").series.isEmpty)
    }

    @Test func pathsLeadFromOneDirectoryToAnother() {
        #expect(RelativePath.from("/a/b", to: "/a/b/runs") == "runs")
        #expect(RelativePath.from("/a/pages", to: "/a/b/runs") == "../b/runs")
        #expect(RelativePath.from("/", to: "/a") == "a")
        #expect(RelativePath.from("/a", to: "/a") == ".")
    }
}
