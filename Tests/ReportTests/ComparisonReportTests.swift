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
        #expect(PageRules.problems(of: try report(pair()).html) == [])
    }

    @Test func theSummarySaysWhichByHowMuchHowSure() throws {
        let summary = try report(pair()).summaryParagraphs
        #expect(summary.count == 2)
        // A reaches 0.125, B 0.25: an eighth, as much again.
        #expect(
            summary[0]
                == "B als (b) is better than the baseline A als (a) by ndcg@10, beyond what chance explains. "
                + "B als (b) reaches 0.2500, the baseline 0.1250: 100\u{A0}% better (by 0.1250). "
                + "Over the same 40 users the difference lies between +0.1250 and +0.1250 with 95\u{A0}% confidence "
                + "(p 0.004 by paired bootstrap, below 0.001 by signed ranks, both corrected for 2 metrics).")
        #expect(
            summary[1].hasPrefix(
                "Beyond chance, B als (b) is better on ndcg@10 (+0.1250) and worse on none of the 2 metrics tested."))
        #expect(
            summary[1].contains(
                "In the one group of users that is large enough to tell, south, its ndcg@10 is not clearly worse (+0.1250)."
            ))
    }

    @Test(arguments: [(1, "1 user"), (2, "2 users")])
    func fewUsersTellNothing(_ count: Int, _ users: String) throws {
        let report = try report([.some(count, "a", gain: 0), .some(count, "b", gain: 0.125)])
        let summary = report.summaryParagraphs
        #expect(
            summary[0].hasPrefix(
                "By ndcg@10, there are too few users to tell B als (b) from the baseline A als (a). B als (b) reaches"))
        #expect(summary[0].hasSuffix("There are values of both for \(users); a difference is judged from 30 on."))
        #expect(summary[1].hasPrefix("Better or worse is said of none of the 2 metrics: too few users to tell."))
        #expect(report.markdown.contains("| `ndcg@10` | too few users to tell | +0.1250 |"))
        #expect(report.html.contains("<td>too few users to tell</td>"))
        #expect(!(report.html + report.markdown).contains("1 users") && !report.html.contains("beyond what chance"))
        #expect(
            report.json["differences"]?.arrayValue?.first?["metrics"]?["ndcg@10"]?["verdict"] == "undecided")
    }

    /// Differences of 0.1 (0.195 + g) with g evenly from −1 to 1: about 2.1 standard errors, certain for one metric but not
    /// among two.
    @Test func theCorrectionIsNamedWhereItDecides() throws {
        var challenger = WrittenRun.forty("b", gain: 0)
        let gains = (0..<40).map { user -> Double in
            let place = Double(7 * user % 40)
            return 0.1 * (0.195 + (2 * place - 39) / 39)
        }
        var values = "user,candidate,ndcg@10,recall@20\n"
        for (user, gain) in gains.enumerated() {
            let value: Double = user % 2 == 0 ? 0.25 + gain : gain
            values += "u\(user < 10 ? "0" : "")\(user),als,\(value),0.5\n"
        }
        challenger.files["per-user-metrics.csv"] = values
        challenger.candidates[0].metrics[0].value = 0.125 + gains.reduce(0, +) / 40
        let report = try report([.forty("a", gain: 0), challenger])
        let test = try #require(report.json["differences"]?.arrayValue?.first?["metrics"]?["ndcg@10"])
        let (low, p) = (try #require(test["low"]?.doubleValue), try #require(test["p_bootstrap_holm"]?.doubleValue))
        try #require(low > 0 && p >= 0.05)
        #expect(report.summaryParagraphs[0].hasPrefix("By ndcg@10, these runs cannot tell B als (b) from"))
        #expect(
            report.summaryParagraphs[0].hasSuffix(
                "The interval, which is not corrected, excludes zero; over 2 metrics that is not enough."))
    }

    /// Two metrics have no axis in common.
    @Test func validationIsDrawnByMetric() throws {
        func trained(_ id: String, _ select: String, _ value: Double) -> WrittenRun {
            var run = WrittenRun.forty(id, gain: 0)
            run.select = select
            run.details = [
                "schema": 1,
                "candidates": [
                    [
                        "id": "als",
                        "training": [
                            "ending": "finished", "chosen_iteration": 1,
                            "iterations": [["number": 1, "loss": 2, "validation": .double(value)]],
                        ],
                    ]
                ],
            ]
            return run
        }
        let report = try report([trained("a", "ndcg@10", 0.25), trained("b", "recall@20", 0.5)])
        let titles = try #require(MarkupReader.read(report.html)).filter { $0.name == "title" }.map(\.text)
        #expect(titles.contains("ndcg@10 by iteration") && titles.contains("recall@20 by iteration"))
        #expect(PageRules.problems(of: report.html) == [])
        #expect(report.markdown.contains("| `ndcg@10` 0.2500 |") && report.markdown.contains("| `recall@20` 0.5000 |"))
        #expect(report.json["models"]?.arrayValue?.map { $0["select"] } == ["ndcg@10", "recall@20"])
        let one = try #require(
            MarkupReader.read(try self.report([trained("c", "ndcg@10", 1), trained("d", "ndcg@10", 2)]).html))
        #expect(one.filter { $0.name == "title" && $0.text.hasSuffix("@10 by iteration") }.count == 1)
    }

    /// Seven beside the baseline stand in two tables, so that paper has room for them.
    @Test func groupsOfManyModelsAreSeveralTables() throws {
        let page = try report(["a", "b", "c", "d", "e", "f", "g", "h"].map { .forty($0, gain: 0.125) }).html
        #expect(PageRules.problems(of: page) == [])
        let captions = try #require(MarkupReader.read(page)).filter {
            $0.attributes["id"]?.hasPrefix("segments-3-") == true
        }
        #expect(
            captions.map(\.text) == ["region: B, C, D, E beside the baseline", "region: F, G, H beside the baseline"])
    }

    @Test func aBaselineThatLeadsIsNamedFirst() throws {
        let summary = try report([.forty("a", gain: 0.125), .forty("b", gain: 0)]).summaryParagraphs
        #expect(
            summary[0].hasPrefix(
                "The baseline A als (a) is better by ndcg@10 than B als (b), beyond what chance explains. "
                    + "B als (b) reaches 0.1250, the baseline 0.2500: 50.0\u{A0}% worse (by 0.1250)."))
        #expect(summary[1].hasPrefix("Beyond chance, B als (b) is worse on ndcg@10 (−0.1250) and better on none of"))
        #expect(summary[1].contains("south, its ndcg@10 is worse (−0.1250)"))
    }

    @Test func equalModelsAreCalledEqual() throws {
        let summary = try report([.forty("a", gain: 0), .forty("b", gain: 0)]).summaryParagraphs
        #expect(
            summary[0]
                == "B als (b) and the baseline A als (a) reach the same ndcg@10, 0.1250. "
                + "It is the same in every resample of the same 40 users.")
        #expect(summary[1].contains("neither better nor worse than the baseline on any of the 2 metrics tested"))
    }

    /// Whoever is picked as the best of several is said to be.
    @Test func theBestOfSeveralIsSaidToBePicked() throws {
        let summary = try report([.forty("a", gain: 0), .forty("b", gain: 0.125), .forty("c", gain: 0.25)])
            .summaryParagraphs
        #expect(summary[0].hasPrefix("C als (c) is better than the baseline A als (a)"))
        #expect(
            summary[0].hasSuffix(
                "It is the best of the 2 held against the baseline, which the p-values do not allow for. "
                    + "Besides: B als (b) 0.2500, better than the baseline."))
    }

    @Test func runsOnOtherPairsAreNotCalledBetter() throws {
        var other = WrittenRun.forty("b", gain: 0.125)
        other.testDigest = "d2"
        let report = try report([.forty("a", gain: 0), other])
        #expect(
            report.summaryParagraphs[0].hasPrefix("No other model was tested on the same test part as the baseline"))
        #expect(
            report.summaryParagraphs.dropFirst() == [
                "By ndcg@10, each on its own run's test part: A als (a) 0.1250, fitted in 1.5\u{A0}s; B als (b) 0.2500, fitted in 1.5\u{A0}s."
            ])
        #expect(report.html.contains("<strong>other pairs</strong>"))
        #expect(report.markdown.contains("**other pairs**"))
        #expect(report.json["models"]?.arrayValue?[1]["is_comparable"] == .bool(false))
        // Values that are not paired are subtracted nowhere.
        #expect(!report.markdown.contains(" less ") && !report.html.contains(" less "))
        #expect(report.markdown.contains("### B als (b): not tested\n\nIt was tested on other pairs"))
        #expect(report.html.contains("Tested on another test part than the baseline"))
        #expect(report.html.contains("No other model was tested on these pairs, so there are no differences."))
        #expect(!report.html.contains("fewer than 30 users"))
    }

    @Test func anotherBaselineIsSuggested() throws {
        var others = ["b", "c"].map { WrittenRun.forty($0, gain: 0) }
        for place in others.indices { others[place].testDigest = "d2" }
        let summary = try report([.forty("a", gain: 0)] + others).summaryParagraphs
        #expect(summary[0].hasSuffix("B als (b), C als (c) share a test part: name one of them first to compare them."))
    }

    /// The ends of runs' ids tell their models apart, whole ids where the ends are alike, nothing where names differ.
    @Test func modelsOfOneNameAreToldApartByTheirRuns() throws {
        func letters(_ ids: [String], _ change: (inout [WrittenRun]) -> Void = { _ in }) throws -> String {
            var runs = ids.map { WrittenRun.forty($0, gain: 0) }
            change(&runs)
            return try report(runs).markdown
        }
        #expect(try letters(["20260301t04-1f3a", "20260302t04-77b0"]).contains("B als (77b0)"))
        #expect(try letters(["20260303t04-1f3a", "20260304t04-1f3a"]).contains("B als (20260304t04-1f3a)"))
        #expect(
            try letters(["20260305t04-1f3a", "20260306t04-77b0"]) { runs in
                runs[1].candidates[0].id = "other"
                runs[1].files = [:]
            }.contains("| B other |"))
    }

    /// Whoever decides by the numbers sees what has been decided: who is published, and what the gates said.
    @Test func whatBecameOfTheModelsIsSaid() throws {
        var (published, refused) = (WrittenRun.forty("a", gain: 0), WrittenRun.forty("b", gain: 0.125))
        published.verdict = ["verdict": "passed", "reasons": nil]
        refused.verdict = ["verdict": "refused", "reasons": "not_worse: <much> worse"]
        try publish("a")
        let report = try report([published, refused])
        #expect(report.summaryParagraphs[0].hasSuffix(" A als (a) is published now. The gate refused B als (b)."))
        let rows = try #require(MarkupReader.read(report.html)).filter { $0.name == "tr" }.map(\.text)
        #expect(rows.contains { $0.hasPrefix("A als (a)baselinepublishedalspassed") })
        #expect(rows.contains { $0.hasPrefix("B als (b)alsrefusednot_worse: <much> worse") })
        #expect(report.markdown.contains("| A als (a) (baseline) (published) | `als` | passed |"))
        let models = report.json["models"]?.arrayValue ?? []
        #expect(models.map { $0["published"] } == [true, false])
        #expect(models.map { $0["gate"]?["verdict"]?.stringValue } == ["passed", "refused"])
        #expect(models[1]["gate"]?["reasons"] == "not_worse: <much> worse")
    }

    /// Of a pipeline without a gate there is nothing to say of it.
    @Test func withoutGatesNothingIsSaidOfThem() throws {
        let report = try report(pair())
        #expect(!report.html.contains(">Gate<") && !report.summaryParagraphs[0].contains("published"))
    }

    private func publish(_ run: String) throws {
        let models = "\(directory.path)/models/shop/recommend"
        try FileManager.default.createDirectory(atPath: "\(models)/\(run)", withIntermediateDirectories: true)
        try Data("{}".utf8).write(to: URL(fileURLWithPath: "\(models)/\(run)/manifest.json"))
        try FileManager.default.createSymbolicLink(atPath: "\(models)/current", withDestinationPath: run)
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

    @Test func whatWasReadIsSaidByTable() throws {
        var (few, more) = (WrittenRun.forty("a", gain: 0), WrittenRun.forty("b", gain: 0))
        few.inputs = [["table": "events", "sha256": "1"]]
        more.inputs = [["table": "events", "sha256": "1"], ["table": "items", "sha256": "2"]]
        let report = try report([few, more])
        let text = "Tables that several runs read have the same content. Not all of them read items (B)."
        #expect(report.html.contains(text) && report.markdown.contains(text))
        #expect(report.json["data"]?["same_inputs"] == false)
        #expect(report.json["data"]?["inputs"] == ["differing": [], "partial": ["items": ["b"]]])
    }

    @Test func runsWithoutListsSaySo() throws {
        let page = try report([.forty("a", gain: 0), .forty("b", gain: 0.125)]).html
        #expect(page.contains("The runs left no lists of the same users"))
        #expect(page.contains("Without stored sample lists"))
    }
}
