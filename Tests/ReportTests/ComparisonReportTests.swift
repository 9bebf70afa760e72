import DurableFiles
import Foundation
import LinearAlgebra
import Pipeline
import Report
import TestSupport
import Testing

@Suite struct ComparisonReportTests {
    private static let hostile = #"</bdi><script>alert(1)</script>"#
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
    }

    private func report(_ runs: [WrittenRun]) throws -> ComparisonReport {
        for run in runs { try run.write(into: directory.path) }
        let request = RunSelection.Request(names: runs.map(\.id), since: nil, pipeline: nil, champion: false)
        let selection = try RunSelection(request, in: RunStore(Workspace(path: directory.path, files: FileSystem())))
        return ComparisonReport(
            try Comparison(selection, pool: WorkerPool(threadCount: 1)),
            definitions: ["ndcg": "Gain of the hits, over the best possible."])
    }

    private func pair() -> [WrittenRun] {
        var challenger = WrittenRun.forty("b", gain: 0.125, lists: ["u00": ["a", "b"], "u01": ["d", Self.hostile]])
        challenger.factors = 64
        challenger.seed = 8
        return [.forty("a", gain: 0, lists: ["u00": ["a", "b"], "u01": ["a", "c"]]), challenger]
    }

    @Test func thePageIsWellFormedAndInert() throws {
        let page = try report(pair()).html
        let elements = try #require(MarkupReader.read(page), "the page is well-formed")
        #expect(!elements.contains { $0.name == "script" || $0.name == "img" })
        for forbidden in ["http://", "https://", "url(", "@import", "src="] { #expect(!page.contains(forbidden)) }
        let ids = elements.compactMap { $0.attributes["id"] }
        #expect(Set(ids).count == ids.count)
        for reference in elements.compactMap({ $0.attributes["aria-labelledby"] }).flatMap({ $0.split(separator: " ") })
        {
            #expect(ids.contains(String(reference)), "\(reference)")
        }
        let levels = elements.compactMap { $0.name.first == "h" ? $0.name.dropFirst().first?.wholeNumberValue : nil }
        #expect(levels.first == 1 && zip(levels, levels.dropFirst()).allSatisfy { $1 <= $0 + 1 })
        #expect(elements.filter { $0.name == "th" }.allSatisfy { $0.attributes["scope"] != nil })
        #expect(elements.filter { $0.name == "table" }.count == elements.filter { $0.name == "caption" }.count)
    }

    @Test func theSummarySaysWhichByHowMuchHowSure() throws {
        let summary = try report(pair()).summaryParagraphs
        #expect(summary.count == 2)
        // A reaches 0.125, B 0.25: an eighth, as much again.
        #expect(
            summary[0]
                == "B als does best by ndcg@10: 0.2500, against 0.1250 of the baseline A als. That is 0.1250 (100\u{A0}%) better. "
                + "Over the same 40 users, B als less the baseline lies between +0.1250 and +0.1250 (95\u{A0}%, paired bootstrap; "
                + "corrected p: 0.004, signed-rank test below 0.001): chance alone does not explain it.")
        #expect(
            summary[1].hasPrefix(
                "Against the baseline, B als is better on ndcg@10 (+0.1250) and worse on none beyond chance, of 2 tested."
            ))
        #expect(summary[1].contains("In no segment of users does its ndcg@10 fall behind"))
    }

    @Test func aBaselineThatLeadsIsNamedFirst() throws {
        let summary = try report([.forty("a", gain: 0.125), .forty("b", gain: 0)]).summaryParagraphs
        #expect(summary[0].hasPrefix("The baseline A als does best by ndcg@10: 0.2500, against 0.1250 of B als."))
        #expect(summary[1].contains("worse on ndcg@10 (−0.1250)"))
    }

    @Test func runsOnOtherPairsAreNotCalledBetter() throws {
        var other = WrittenRun.forty("b", gain: 0.125)
        other.testDigest = "d2"
        let report = try report([.forty("a", gain: 0), other])
        #expect(report.summaryParagraphs[0].hasPrefix("No other model was tested on the same pairs as the baseline"))
        #expect(report.html.contains("<strong>other pairs</strong>"))
        #expect(report.markdown.contains("**other pairs**"))
        #expect(report.json["models"]?.arrayValue?[1]["is_comparable"] == .bool(false))
    }

    @Test func jsonHoldsTheNumbers() throws {
        let json = try report(pair()).json
        let test = json["differences"]?.arrayValue?.first?["metrics"]?["ndcg@10"]
        #expect(test?["difference"]?.doubleValue == 0.125 && test?["users"]?.integerValue == 40)
        #expect(test?["verdict"]?.stringValue == "better")
        #expect(
            json["settings"]?["pipeline"]
                == .array([
                    ["path": "seed", "values": [7, 8]],
                    ["path": "train.candidates.als.factors", "values": [32, 64]],
                ]))
        #expect(json["lists"]?["overlaps"]?.arrayValue?.first?["jaccard@10"]?.doubleValue == 0.5)
        // What is written is JSON again, and the same.
        let written = try JSON(parsing: Array(json.text(indented: true).utf8), path: "comparison")
        #expect(written.canonical == json.canonical)
    }

    @Test func markdownEscapesAndMarksTheBest() throws {
        let markdown = try report(pair()).markdown
        #expect(markdown.contains("| `ndcg@10` | 0.1250 | **0.2500** |"))
        #expect(markdown.contains("| `train.candidates.als.factors` | `32` | `64` |"))
        #expect(!markdown.contains("<script"))
    }

    @Test func runsWithoutListsSaySo() throws {
        let page = try report([.forty("a", gain: 0), .forty("b", gain: 0.125)]).html
        #expect(page.contains("The runs left no lists of the same users"))
        #expect(page.contains("Without stored sample lists"))
    }
}
