import DurableFiles
import Foundation
import LinearAlgebra
import Pipeline
import Report
import Testing

/// The numbers of every section of a comparison, against those that numpy, scipy, statsmodels and rbo found for the same two
/// runs: see `Tests/Fixtures/Comparison/make.py`. `GoldenComparisonTests` has the tests of significance.
@Suite struct GoldenReportTests {
    private let report: ComparisonReport
    private let golden: JSON

    init() throws {
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let fixture = tests.appendingPathComponent("Fixtures/Comparison")
        let file = fixture.appendingPathComponent("golden.json")
        golden = try JSON(parsing: [UInt8](Data(contentsOf: file)), path: file.path)
        let request = RunSelection.Request(names: ["a", "b"], since: nil, pipeline: nil, champion: false)
        let selection = try RunSelection(request, in: RunStore(Workspace(path: fixture.path, files: FileSystem())))
        report = ComparisonReport(try Comparison(selection, pool: WorkerPool(threadCount: 2)), definitions: [:])
    }

    /// Numbers wherever they stand in the two, within rounding; everything else to the letter.
    private func agree(_ found: JSON?, _ expected: JSON?) -> Bool {
        guard let found, let expected else { return found == nil && expected == nil }
        if let left = found.arrayValue, let right = expected.arrayValue {
            return left.count == right.count && zip(left, right).allSatisfy { agree($0, $1) }
        }
        if let left = found.doubleValue, let right = expected.doubleValue {
            return abs(left - right) <= 1e-9 * max(1, abs(right))
        }
        return found == expected
    }

    @Test func segments() throws {
        let found = try #require(report.json["segments"]?.arrayValue)
        let expected = try #require(golden["segments"]?.arrayValue)
        #expect(found.count == 9 && found.count == expected.count)
        for (segment, wanted) in zip(found, expected) {
            for key in ["by", "group", "users"] {
                #expect(agree(segment[key], wanted[key]), "\(key) of \(wanted.text())")
            }
            let models = segment["models"]?.arrayValue ?? []
            #expect(agree(.array(models.map { $0["value"] ?? .null }), wanted["values"]), "\(wanted.text())")
            for key in ["difference", "low", "high"] { #expect(agree(models.last?[key], wanted[key]), "\(key)") }
        }
    }

    @Test func listsAndTheirProfiles() throws {
        let lists = try #require(report.json["lists"])
        let expected = try #require(golden["lists"])
        for (profile, wanted) in zip(lists["profiles"]?.arrayValue ?? [], expected["profiles"]?.arrayValue ?? []) {
            for key in ["distinct_items", "scores", "popularity"] {
                #expect(agree(profile[key], wanted[key]), "\(key)")
            }
            let shares = (profile["concentration"]?.arrayValue ?? []).compactMap { $0.arrayValue?.last }
            #expect(agree(.array(shares), wanted["concentration"]))
        }
        let change = try #require(lists["changes"]?.arrayValue?.first)
        for side in ["gained", "lost"] {
            let items = (change[side]?.arrayValue ?? []).map { item -> JSON in
                .array(["item", "before", "after"].map { item[$0] ?? .null })
            }
            #expect(!items.isEmpty && agree(.array(items), expected[side]), "\(side)")
        }
        // The five least alike, whichever of equals they are.
        let overlaps = try #require(expected["users"]?.members).compactMap(\.value.doubleValue).sorted()
        let users = try #require(change["users"]?.arrayValue)
        #expect(users.count == 5)
        for (user, least) in zip(users, overlaps) {
            let overlap = try #require(user["rank_biased_overlap"]?.doubleValue)
            let own = try #require(expected["users"]?[user["user"]?.stringValue ?? ""]?.doubleValue)
            #expect(abs(overlap - least) < 1e-12 && abs(overlap - own) < 1e-12)
        }
    }

    @Test func calibration() throws {
        let found = try #require(report.json["calibration"]?.arrayValue)
        #expect(agree(.array(found.map { $0["mean_distance"] ?? .null }), golden["calibration"]))
        let bins = found.map { model -> JSON in
            .array(
                (model["bins"]?.arrayValue ?? []).map { bin in
                    .array(["prediction", "rating", "rows"].map { bin[$0] ?? .null })
                })
        }
        #expect(bins.count == 2 && agree(.array(bins), golden["calibration_bins"]))
    }

    @Test func curvesLossesAndData() throws {
        let models = try #require(report.json["models"]?.arrayValue)
        let curves = models.map { model -> JSON in
            .array((model["curves"]?.arrayValue ?? []).map { $0["points"] ?? .null })
        }
        #expect(agree(.array(curves), golden["curves"]))
        let losses = models.map { model -> JSON in
            .array((model["training"]?["iterations"]?.arrayValue ?? []).map { $0["loss"] ?? .null })
        }
        #expect(agree(.array(losses), golden["losses"]))
        #expect(models.compactMap { $0["bytes"]?.integerValue } == [12_345_678, 24_691_356])
        let data = try #require(report.json["data"])
        #expect(agree(data["drift"]?["interactions per user"]?.arrayValue?.last, golden["drift"]))
        #expect(data["counts"]?["users"] == [1000, 1090] && data["same_inputs"] == false)
        #expect(data["steps"]?.arrayValue?.first?["rows_out"] == [8800, 9200])
        #expect(data["distributions"]?.arrayValue?.first?["shares"]?.arrayValue?.first?.arrayValue?.first == [1, 0.4])
        let settings = report.json["settings"]
        #expect(settings?["pipeline"] == [["path": "train.candidates.als.factors", "values": [32, 64]]])
        #expect(settings?["environment"] == [["path": "environment.threads", "values": [1, 2]]])
    }

    /// What is written for people says the same numbers.
    @Test(arguments: [
        ("values", true), ("differences", true), ("segments", true), ("curves", true), ("final_losses", true),
        ("calibration", true), ("overlaps", true), ("drift", true), ("sizes", true), ("relative_losses", false),
    ])
    func pageAndMarkdownSpellThem(_ section: String, inMarkdown: Bool) throws {
        let spelled = try #require(golden["spelled"]?[section]?.arrayValue).compactMap(\.stringValue)
        #expect(!spelled.isEmpty)
        let (page, markdown) = (report.html, report.markdown)
        for number in spelled {
            // Losses are drawn as a share of the first one.
            if section != "final_losses" { #expect(page.contains(number), "\(number) on the page") }
            if inMarkdown { #expect(markdown.contains(number), "\(number) in the Markdown") }
        }
    }
}
