import DurableFiles
import LinearAlgebra
import Pipeline
import Report
import TestSupport
import Testing

/// Every kind of page keeps the rules of `PageRules`, full and nearly empty.
@Suite struct PageRulesTests {
    private func store(_ runs: [WrittenRun]) throws -> (store: RunStore, directory: TemporaryDirectory) {
        let directory = try TemporaryDirectory()
        for run in runs { try run.write(into: directory.path) }
        return (RunStore(Workspace(path: directory.path, files: FileSystem())), directory)
    }

    @Test func runs() {
        let contents = [
            SampleContent.full(), SampleContent.failed(), SampleContent.full(gate: GateBoxTests.verdict(.failed)),
        ]
        for content in contents { #expect(PageRules.problems(of: RunReport().html(content)) == []) }
    }

    @Test func comparisons() throws {
        var other = WrittenRun.forty("c", gain: 0.25, lists: ["u00": ["c", "d"], "u01": ["a", "c"]])
        other.testDigest = "d2"
        let all = [
            WrittenRun.forty("a", gain: 0, lists: ["u00": ["a", "b"], "u01": ["a", "c"]]),
            .forty("b", gain: 0.125, lists: ["u00": ["a", "b"], "u01": ["d", "c"]]), other, .forty("d", gain: 0),
        ]
        for runs in [all, [all[0], all[1]], [all[0], all[2]], [all[3], all[1]], [all[3], all[2]]] {
            let (store, directory) = try store(runs)
            defer { withExtendedLifetime(directory) {} }
            let request = RunSelection.Request(names: runs.map(\.id), since: nil, pipeline: nil, champion: false)
            let comparison = try Comparison(try RunSelection(request, in: store), pool: WorkerPool(threadCount: 1))
            let page = ComparisonReport(comparison, definitions: ["ndcg": "Gain of the hits."]).html
            #expect(PageRules.problems(of: page) == [])
        }
    }

    @Test func overviews() throws {
        var failed = WrittenRun(id: "20260302t0400-2")
        failed.status = "failed"
        failed.error = "events.csv: no such file"
        var refused = WrittenRun.forty("20260303t0400-3", gain: 0)
        refused.verdict = ["verdict": "refused", "reasons": "not_worse: worse"]
        var elsewhere = WrittenRun.forty("20260304t0400-4", gain: 0)
        elsewhere.pipeline = "rate"
        for runs in [[WrittenRun.forty("20260301t0400-1", gain: 0), failed, refused, elsewhere], []] {
            let (store, directory) = try store(runs)
            defer { withExtendedLifetime(directory) {} }
            #expect(try PageRules.problems(of: HistoryReport(RunHistory(of: store), runsPath: "runs").html) == [])
        }
    }

    /// The rules notice what they are for.
    @Test(arguments: [
        ("<p>", "well-formed"), ("<h1>a</h1><h3>b</h3>", "a heading 3 follows a heading 1"),
        ("<h1>a</h1><table><caption>b</caption></table>", "lacks its region"),
        ("<h1>a</h1><svg role=\"img\"/>", "a drawing has no name"),
        ("<h1 onclick=\"x\">a</h1>", "an attribute onclick"), ("<h1>a</h1><img/>", "an element img"),
        ("<h1>a</h1><p id=\"b\"/><p id=\"b\"/>", "an id is used twice"),
        ("<h1><a href=\"#b\">a</a></h1>", "nothing has the id b"),
        ("<h1><a href=\"https://example.org\">a</a></h1>", "it holds https://"),
    ])
    func breaches(_ body: String, _ problem: String) {
        let problems = PageRules.problems(of: "<html>\(body)</html>")
        #expect(problems.contains { $0.contains(problem) }, "\(problems)")
    }
}
