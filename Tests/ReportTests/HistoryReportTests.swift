import DurableFiles
import Foundation
import Pipeline
import Report
import TestSupport
import Testing

@Suite struct HistoryReportTests {
    private func page(_ change: (inout WrittenRun, Int) -> Void) throws -> String {
        let directory = try TemporaryDirectory()
        for day in 1...9 {
            var run = WrittenRun(id: "2026030\(day)t0400-\(day)")
            run.started = "2026-03-0\(day)T04:00:00Z"
            run.ended = "2026-03-0\(day)T04:00:30Z"
            run.candidates = [("als", [("ndcg@10", Double(day) / 64)])]
            run.files["report.html"] = "<p>"
            change(&run, day)
            try run.write(into: directory.path)
        }
        let history = try RunHistory(of: RunStore(Workspace(path: directory.path, files: FileSystem())))
        return HistoryReport(history, runsPath: "some runs").html
    }

    @Test func newestComesFirstWithItsChange() throws {
        let page = try page { _, _ in }
        let elements = try #require(MarkupReader.read(page))
        let rows = elements.filter { $0.name == "tr" }.dropFirst()
        #expect(rows.first?.text.hasPrefix("2026-03-09 04:00") == true)
        // A sixty-fourth more than the day before, on the same test part.
        #expect(rows.first?.text.contains("+0.01562") == true && !page.contains("other test part"))
        #expect(elements.contains { $0.attributes["href"] == "some%20runs/20260309t0400-9/report.html" })
    }

    @Test func failuresAreNamedWithTheirCause() throws {
        let page = try page { run, day in
            guard day == 5 else { return }
            run.status = "failed"
            run.candidates = []
            run.files = [:]
            run.error = "events.csv: no <such> file"
        }
        #expect(page.contains("events.csv: no &lt;such&gt; file") && page.contains("(exit status 65)"))
        let elements = try #require(MarkupReader.read(page))
        #expect(elements.filter { $0.attributes["class"] == "failure" }.count == 1)
        #expect(!elements.contains { $0.attributes["href"]?.contains("20260305") == true })
    }

    /// Each kind of bad end has a number of its own, and the failures have one where there are none.
    @Test func whatBecameOfRunsIsCountedApart() throws {
        let page = try page { run, day in
            run.status =
                [2: "failed", 3: "refused", 4: "refused", 5: "running", 6: "running", 7: "running"][day] ?? run.status
            if day == 8 { run.status = "interrupted" }
        }
        let elements = try #require(MarkupReader.read(page))
        let tiles = elements.filter { $0.name == "dt" || $0.name == "dd" }.map(\.text)
        #expect(
            tiles == [
                "Runs", "9", "Failed", "1", "Refused", "2", "Killed", "3", "Interrupted", "1", "Last success started",
                "2026-03-09 04:00",
            ])
        #expect(elements.filter { $0.attributes["class"] == "failure" }.count == 5, "but a refusal is no failure")
        let well = try #require(MarkupReader.read(try self.page { _, _ in }))
        #expect(
            well.filter { $0.name == "dt" }.map(\.text) == ["Runs", "Failed", "Last success started"])
    }

    @Test func aRunThatWasToEndBeforeItsLastStageIsNoSuccess() throws {
        let page = try page { run, day in
            if day > 6 { run.stages = ["load", "train"] }
        }
        let elements = try #require(MarkupReader.read(page))
        #expect(elements.last { $0.name == "dd" }?.text == "2026-03-06 04:00")
    }

    /// What the newest run's gate asks of the metric is drawn, and every verdict stands in the table.
    @Test func gatesAreShown() throws {
        let page = try page { run, day in
            run.gate = [
                ["condition": "minimum", "metric": "ndcg@10", "value": .double(day == 9 ? 0.0625 : 0.03125)],
                ["condition": "minimum", "metric": "mrr", "value": 0.5],
                ["condition": "bounds", "metric": "ndcg@10", "minimum": nil, "maximum": 0.25],
            ]
            run.verdict = ["verdict": "passed", "reasons": nil]
            guard day == 5 else { return }
            run.status = "refused"
            run.verdict = ["verdict": "refused", "reasons": "not_worse: <much> worse"]
        }
        let elements = try #require(MarkupReader.read(page))
        #expect(elements.filter { $0.name == "line" && $0.attributes["class"] == "rule" }.count == 2)
        let notes = elements.filter { $0.name == "text" }.map(\.text)
        #expect(notes.contains("the gate's minimum 0.06250") && notes.contains("the gate's maximum 0.2500"))
        let row = try #require(elements.first { $0.name == "tr" && $0.text.contains("2026-03-05") })
        #expect(row.text.contains("refused") && row.text.contains("not_worse: <much> worse"))
        // Five sixty-fourths.
        let rings = elements.filter { $0.name == "circle" && $0.attributes["class"] == "refusal" }
        #expect(rings.map(\.text) == ["2026-03-05 04:00: als 0.07812, refused by the gate"])
        #expect(elements.filter { $0.name == "span" && $0.attributes["class"] == "tag good" }.count == 8)
    }

    /// Whatever was published against the gate is ringed as well, and only the metric's chart speaks of gates and failures.
    @Test func forcedRunsAreMarkedAndDurationsSayNothingOfGates() throws {
        let page = try page { run, day in
            run.verdict = ["verdict": day == 5 ? "forced" : "passed", "reasons": nil]
            guard day == 7 else { return }
            run.status = "failed"
            run.candidates = []
            run.verdict = nil
        }
        let elements = try #require(MarkupReader.read(page))
        let rings = elements.filter { $0.name == "circle" && $0.attributes["class"] == "refusal" }
        #expect(rings.map(\.text) == ["2026-03-05 04:00: als 0.07812, published by force against the gate"])
        #expect(page.contains("ringed: published by force against the gate; ✕"))
        let texts = elements.filter { $0.name == "desc" }.map(\.text)
        try #require(texts.count == 2)
        #expect(texts[0].hasPrefix("8 runs; first ") && texts[0].contains(" 1 failed, were killed or interrupted. "))
        #expect(texts[0].contains("The gate refused 0. Published by force against it: 1. The table below"))
        #expect(texts[1].hasPrefix("9 runs; first ") && !texts[1].contains("failed") && !texts[1].contains("gate"))
    }

    @Test func oneRunIsOne() throws {
        let directory = try TemporaryDirectory()
        try WrittenRun.forty("a", gain: 0).write(into: directory.path)
        let history = try RunHistory(of: RunStore(Workspace(path: directory.path, files: FileSystem())))
        let page = HistoryReport(history, runsPath: "runs").html
        #expect(page.contains("1 run; first ") && !page.contains("1 runs"))
    }

    @Test func anotherTestPartIsSaid() throws {
        #expect(try page { run, day in run.testDigest = "d\(day)" }.contains("other test part"))
    }

    /// Five hundred nights: every run is there with its link, and the page stays one that a browser opens at once.
    @Test func hundredsOfRunsAreOnePage() throws {
        let directory = try TemporaryDirectory()
        let ids = (0..<500).map { "20250101t0400-\(1000 + $0)" }
        for (night, id) in ids.enumerated() {
            var run = WrittenRun(id: id)
            run.started = Instant.text(microseconds: 1_735_700_400_000_000 + Int64(night) * 86_400_000_000)
            run.ended = Instant.text(microseconds: 1_735_700_430_000_000 + Int64(night) * 86_400_000_000)
            run.candidates = [("als", [("ndcg@10", Double(night % 64) / 1024)])]
            if night % 100 == 99 {
                run.status = "failed"
                run.candidates = []
                run.error = "events.csv: no such file"
            }
            run.files["report.html"] = "<p>"
            try run.write(into: directory.path)
        }
        let history = try RunHistory(of: RunStore(Workspace(path: directory.path, files: FileSystem())))
        let page = HistoryReport(history, runsPath: "runs").html
        let elements = try #require(MarkupReader.read(page))
        let links = Set(elements.compactMap { $0.attributes["href"] })
        #expect(ids.allSatisfy { links.contains("runs/\($0)/report.html") })
        #expect(elements.count { $0.name == "tr" } == 501)
        #expect(elements.count { $0.attributes["class"] == "failure" } == 5)
        // Half a kilobyte for a row and its place in the drawings, the style sheet besides.
        #expect(page.utf8.count < 500 * 900 + 30_000, "\(page.utf8.count) bytes")
    }

    @Test func emptyHistoriesArePagesToo() throws {
        let directory = try TemporaryDirectory()
        let history = try RunHistory(of: RunStore(Workspace(path: directory.path, files: FileSystem())))
        #expect(MarkupReader.read(HistoryReport(history, runsPath: "runs").html) != nil)
    }
}
