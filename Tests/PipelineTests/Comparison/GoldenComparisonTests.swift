import DurableFiles
import Foundation
import LinearAlgebra
import Pipeline
import Testing

/// Two stored runs compared, against numbers that scipy, statsmodels, rbo and numpy found for them: see
/// `Tests/Fixtures/Comparison/make.py`.
@Suite struct GoldenComparisonTests {
    private let comparison: Comparison
    private let golden: JSON

    init() throws {
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let fixture = tests.appendingPathComponent("Fixtures/Comparison")
        let file = fixture.appendingPathComponent("golden.json")
        golden = try JSON(parsing: [UInt8](Data(contentsOf: file)), path: file.path)
        let request = RunSelection.Request(names: ["a", "b"], since: nil, pipeline: nil, champion: false)
        let selection = try RunSelection(request, in: RunStore(Workspace(path: fixture.path, files: FileSystem())))
        comparison = try Comparison(selection, pool: WorkerPool(threadCount: 2))
    }

    private func number(_ json: JSON?, _ name: String) throws -> Double {
        try #require(json?[name]?.doubleValue, "\(name)")
    }

    @Test func differencesAndSignedRankTests() throws {
        let tests = comparison.pairs[0].tests
        #expect(tests.map(\.metric) == ["ndcg@10", "recall@20", "map@10"])
        for test in tests {
            let expected = golden["differences"]?[test.metric]
            #expect(abs(test.difference - (try number(expected, "difference"))) < 1e-12)
            let (p, adjusted) = (try number(expected, "p_wilcoxon"), try number(expected, "p_wilcoxon_holm"))
            #expect(abs(test.wilcoxonP / p - 1) < 1e-9 && abs(test.adjustedWilcoxonP / adjusted - 1) < 1e-9)
            #expect(test.userCount == 90)
        }
    }

    /// The reference drew 200,000 resamples of its own, ours are 1,000. A percentile at 2.5 % of B resamples of a normal mean
    /// with deviation s has a standard error of √(0.025 · 0.975 / B) / φ(1.96) · s = 0.085 s, with s a quarter of the interval;
    /// a share p of them one of √(p(1 − p) / B). Five of either are allowed.
    @Test func bootstrapIntervalsAgreeWithinTheirOwnError() throws {
        for test in comparison.pairs[0].tests {
            let expected = golden["differences"]?[test.metric]
            let (low, high) = (try number(expected, "low"), try number(expected, "high"))
            let allowed = 5 * 0.085 * (high - low) / 3.92
            #expect(abs(test.low - low) < allowed && abs(test.high - high) < allowed, "\(test.metric)")
            let p = try number(expected, "p_bootstrap")
            #expect(abs(test.bootstrapP - p) < 5 * 2 * (p / 2 * (1 - p / 2) / 1000).squareRoot() + 0.002)
        }
    }

    @Test func overlapsOfTheListsBothSampled() throws {
        let lists = try #require(comparison.lists)
        #expect(lists.userCount == golden["users"]?.integerValue)
        #expect(abs(lists.overlaps[0][1].rankBiased - (try number(golden, "rank_biased_overlap"))) < 1e-12)
        #expect(abs(lists.overlaps[0][1].jaccard - (try number(golden, "jaccard@10"))) < 1e-12)
        let heads = golden["head_share"]?.arrayValue?.compactMap(\.doubleValue) ?? []
        #expect(zip(lists.profiles.map(\.headShare), heads).allSatisfy { abs($0 - $1) < 1e-12 } && heads.count == 2)
    }

    @Test func newUsers() throws {
        let segment = try #require(comparison.segments?.groups.first?.segments.first)
        #expect(segment.name == "new: up to 5 items before" && segment.userCount == golden["new_users"]?.integerValue)
        let values = golden["new_values"]?.arrayValue?.compactMap(\.doubleValue) ?? []
        #expect(zip(segment.values, values).allSatisfy { abs($0 - $1) < 1e-12 } && values.count == 2)
    }
}
