import DurableFiles
import Foundation
import LinearAlgebra
import Pipeline
import TestSupport
import Testing

/// Numbers worked out by hand for runs written down in `WrittenRun.forty`.
@Suite struct ComparisonTests {
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
    }

    private func compare(_ runs: [WrittenRun], threads: Int = 1) throws -> Comparison {
        for run in runs { try run.write(into: directory.path) }
        let request = RunSelection.Request(names: runs.map(\.id), since: nil, pipeline: nil, champion: false)
        let selection = try RunSelection(request, in: RunStore(Workspace(path: directory.path, files: FileSystem())))
        return try Comparison(selection, pool: WorkerPool(threadCount: threads))
    }

    /// Every user gains an eighth: so does every resample, and no difference lies on the other side of zero.
    @Test func aConstantGainIsCertain() throws {
        let comparison = try compare([.forty("a", gain: 0), .forty("b", gain: 0.125)])
        let tests = try #require(comparison.pairs.first).tests
        #expect(tests.map(\.metric) == ["ndcg@10", "recall@20"])
        let ndcg = tests[0]
        #expect(ndcg.difference == 0.125 && ndcg.userCount == 40)
        #expect(abs(ndcg.low - 0.125) < 1e-12 && abs(ndcg.high - 0.125) < 1e-12)
        // 2 (0 + 1) / (1000 + 1), then twice that for two metrics.
        #expect(abs(ndcg.bootstrapP - 2.0 / 1001) < 1e-15 && abs(ndcg.adjustedBootstrapP - 4.0 / 1001) < 1e-15)
        // W⁺ = 820, mean 410, variance (40 · 41 · 81 − (40³ − 40)/2)/24: z = √40.
        #expect(abs(ndcg.wilcoxonP - erfc(20.0.squareRoot())) < 1e-18)
        #expect(abs(ndcg.adjustedWilcoxonP - 2 * ndcg.wilcoxonP) < 1e-24)
        #expect(ndcg.verdict == .better)
    }

    /// One user's gain is the same in every resample, and says nothing of everybody else.
    @Test(arguments: [1, 2, 29, 30])
    func fewUsersDecideNothing(_ count: Int) throws {
        let test = try #require(
            try compare([.some(count, "a", gain: 0), .some(count, "b", gain: 0.125)]).pairs[0].tests.first)
        #expect(test.userCount == count && test.hasTooFewUsers == (count < 30))
        #expect(test.adjustedBootstrapP < PairedTest.level)
        #expect(test.verdict == (count < 30 ? .undecided : .better))
    }

    /// Whatever the third lacks, the first two are compared as if it were not there.
    @Test func eachPairHasItsOwnUsersAndMetrics() throws {
        var third = WrittenRun.some(36, "c", gain: 0.125)
        third.files["per-user-metrics.csv"] = third.files["per-user-metrics.csv"]?
            .replacingOccurrences(of: ",recall@20", with: "").replacingOccurrences(of: ",0.5\n", with: "\n")
        third.candidates[0].metrics.removeAll { $0.name == "recall@20" }
        let two = try compare([.forty("a", gain: 0), .forty("b", gain: 0.0625)])
        let three = try compare([.forty("a", gain: 0), .forty("b", gain: 0.0625), third])
        #expect(three.pairs[0].tests == two.pairs[0].tests && two.pairs[0].tests.map(\.metric).count == 2)
        let tests = three.pairs[1].tests
        #expect(tests.map(\.metric) == ["ndcg@10"] && tests.map(\.userCount) == [36])
        #expect(tests[0].difference == 0.125 && tests[0].adjustedBootstrapP == tests[0].bootstrapP)
        let (segments, before) = (try #require(three.segments), try #require(two.segments))
        for (group, old) in zip(segments.groups, before.groups) {
            #expect(group.segments.map(\.userCount) == old.segments.map(\.userCount))
            #expect(group.segments.map { Array($0.values.prefix(2)) } == old.segments.map(\.values))
            #expect(group.segments.map { $0.differences[1] } == old.segments.map { $0.differences[1] })
        }
        // Nine of the 36 live in the north, all with even numbers.
        #expect(segments.groups[3].segments[0].values[2] == 0.375)
    }

    /// A run of another pipeline has no say in what the others are judged by.
    @Test func theMetricIsTheBaselines() throws {
        var other = WrittenRun.forty("c", gain: 0)
        other.testDigest = "d2"
        other.select = "map@10"
        other.candidates[0].metrics = [("recall@20", 0.5), ("map@10", 0.2)]
        let comparison = try compare([.forty("a", gain: 0), .forty("b", gain: 0.125), other])
        #expect(
            comparison.mainMetric == "ndcg@10"
                && comparison.models.map(\.selectMetric) == ["ndcg@10", "ndcg@10", "map@10"])
        #expect(!comparison.notes.contains { $0.contains("selected by") })
        other.testDigest = "d1"
        let without = try compare([.forty("a", gain: 0), .forty("b", gain: 0.125), other])
        #expect(without.mainMetric == "recall@20")
        #expect(
            without.notes.first
                == "ndcg@10, which the baseline's run selected by: it is not known of als of run c. The summary and the "
                + "segments rest on recall@20.")
    }

    @Test func noDifferenceIsUndecided() throws {
        let recall = try #require(
            try compare([.forty("a", gain: 0), .forty("b", gain: 0.125)]).pairs.first?.tests.last)
        #expect(recall.difference == 0 && recall.low == 0 && recall.high == 0)
        #expect(recall.bootstrapP == 1 && recall.wilcoxonP == 1 && recall.verdict == .undecided)
    }

    @Test func lossesAreWorseAndErrorsTurnTheVerdict() throws {
        var worse = WrittenRun.forty("b", gain: 0)
        var better = WrittenRun.forty("a", gain: 0.125)
        #expect(try compare([better, worse]).pairs[0].tests[0].verdict == .worse)
        let details: JSON = ["schema": 1, "lower_is_better": ["ndcg@10"]]
        better.details = details
        worse.details = details
        #expect(try compare([better, worse]).pairs[0].tests[0].verdict == .better)
    }

    @Test func otherTestPairsAreNotTested() throws {
        var other = WrittenRun.forty("b", gain: 0.125)
        other.testDigest = "d2"
        let comparison = try compare([.forty("a", gain: 0), other])
        #expect(comparison.comparable == [0])
        #expect(comparison.pairs[0].tests.isEmpty)
        #expect(comparison.pairs[0].obstacle?.contains("other pairs") == true)
    }

    @Test func aMetricThatItsValuesDoNotGiveBackIsLeftOut() throws {
        var run = WrittenRun.forty("b", gain: 0.125)
        run.candidates[0].metrics[0].value = 0.3
        #expect(try compare([.forty("a", gain: 0), run]).pairs[0].tests.map(\.metric) == ["recall@20"])
    }

    @Test func runsWithoutValuesPerUserSaySo() throws {
        var run = WrittenRun.forty("b", gain: 0.125)
        run.files = [:]
        let comparison = try compare([.forty("a", gain: 0), run])
        #expect(comparison.pairs[0].obstacle == "Its run left no values per user.")
        #expect(comparison.lists == nil && comparison.notes.count == 1)
    }

    /// Errors are pooled over rows: u0 has one row and u1 three.
    @Test func errorsArePooledOverRows() throws {
        func run(_ id: String, _ first: Double, _ second: Double) -> WrittenRun {
            var run = WrittenRun(id: id)
            run.candidates = [("sgd", [("rmse", ((first * first + 3 * second * second) / 4).squareRoot())])]
            run.files = [
                "per-user-metrics.csv": "user,candidate,rmse\nu0,sgd,\(first)\nu1,sgd,\(second)\n",
                "test-users.csv":
                    "user,training_items,test_items,tail_test_items,test_rows\nu0,5,0,0,1\nu1,5,0,0,3\n",
            ]
            run.details = ["schema": 1, "lower_is_better": ["rmse"]]
            return run
        }
        let test = try #require(try compare([run("a", 1, 2), run("b", 1, 1)]).pairs[0].tests.first)
        #expect(abs(test.difference - (1 - (13.0 / 4).squareRoot())) < 1e-12)
        // A resample of u1 alone has 1 − 2, one of u0 alone 1 − 1.
        #expect(test.low == -1 && test.high == 0)
    }

    @Test func segmentsHoldTheirUsersAndMeans() throws {
        let comparison = try compare([.forty("a", gain: 0), .forty("b", gain: 0.125)])
        let segments = try #require(comparison.segments)
        #expect(
            segments.groups.map(\.title) == [
                "New and returning users", "Light and heavy users", "Users by what they did next", "region",
            ])
        let regions = segments.groups[3].segments
        #expect(regions.map(\.name) == ["north", "south"] && regions.map(\.userCount) == [10, 30])
        // The north has even users alone: a quarter each. Of the 30 in the south 10 are even.
        #expect(regions[0].values == [0.25, 0.375])
        #expect(abs(regions[1].values[0] - 2.5 / 30) < 1e-12)
        #expect(regions[0].differences[1] == nil, "fewer than thirty users")
        #expect(regions[1].differences[1]?.mean == 0.125 && regions[1].differences[0] == nil)
        // Odd users have a tail item.
        #expect(segments.groups[2].segments.map(\.name) == ["head items only", "tail items only"])
        #expect(segments.groups[0].segments.map(\.userCount) == [20, 20])
    }

    /// Forty users in two groups, of which the even ones have one row and the odd ones three: how far their mean lies from the
    /// pooled error is weighed by their rows.
    @Test(arguments: [
        // (1 + 3 · 2) / 4 against 1. A user moves the mean by ½ (1 − 1.75) or 1½ (2 − 1.75).
        ("mae", 1.75, 0.375),
        // √((1 + 3 · 4) / 4) against 1. The same of squares, over twice the root.
        ("rmse", 3.25.squareRoot(), 0.5 * 2.25 / (2 * 3.25.squareRoot())),
    ])
    func errorsOfGroupsHaveIntervals(metric: String, value: Double, deviation: Double) throws {
        func run(_ id: String, odd: Double) -> WrittenRun {
            var run = WrittenRun(id: id)
            run.candidates = [("sgd", [(metric, odd == 2 ? value : 1)])]
            var values = "user,candidate,\(metric)\n"
            var facts = "user,training_items,test_items,tail_test_items,test_rows\n"
            for index in 0..<80 {
                values += "u\(10 + index),sgd,\(index % 2 == 0 ? 1 : odd)\n"
                facts += "u\(10 + index),\(index < 40 ? 3 : 12),1,0,\(index % 2 == 0 ? 1 : 3)\n"
            }
            run.files = ["per-user-metrics.csv": values, "test-users.csv": facts]
            run.details = ["schema": 1, "lower_is_better": [.string(metric)]]
            return run
        }
        let segments = try #require(try compare([run("a", odd: 1), run("b", odd: 2)]).segments)
        let new = segments.groups[0].segments[0]
        #expect(new.userCount == 40 && new.values[0] == 1 && abs(new.values[1] - value) < 1e-12)
        let difference = try #require(new.differences[1])
        #expect(abs(difference.mean - (value - 1)) < 1e-12)
        #expect(abs(difference.high - difference.mean - 1.96 * deviation / 39.0.squareRoot()) < 1e-12)
    }

    @Test func listsAreComparedOverTheUsersBothSampled() throws {
        let comparison = try compare([
            .forty("a", gain: 0, lists: ["u00": ["a", "b"], "u01": ["a", "c"], "u09": ["a"]]),
            .forty("b", gain: 0.125, lists: ["u00": ["a", "b"], "u01": ["d", "b"], "u08": ["a"]]),
        ])
        let lists = try #require(comparison.lists)
        #expect(lists.userCount == 2)
        // u00's lists are equal, u01's share nothing.
        #expect(abs(lists.overlaps[0][1].rankBiased - 0.5) < 1e-12 && lists.overlaps[0][1].jaccard == 0.5)
        let change = try #require(lists.changes.first)
        #expect(change.users.map(\.user) == ["u01"] && change.users[0].after == ["d", "b"])
        #expect(change.gained.map(\.item) == ["b", "d"] && change.gained[0].before == 1 && change.gained[0].after == 2)
        #expect(change.lost.map(\.item) == ["a", "c"])
        #expect(lists.names["b"] == #"Item "b""#)
        // Two of four places are a's, the only head item; then one of four.
        #expect(lists.profiles.map(\.headShare) == [0.5, 0.25])
        #expect(lists.profiles[0].concentration.map(\.share) == [0.5, 0.75, 1])
        #expect(lists.profiles[0].scores == [0.5, 0.5, 0.75, 1, 1])
    }

    /// Runs on other users take nothing from those on the baseline's pairs.
    @Test func listsOfOtherTestPartsAreLeftOut() throws {
        let lists = ["u00": ["a", "b"], "u01": ["a", "c"]]
        var other = WrittenRun.forty("c", gain: 0, lists: ["v00": ["a"], "u00": ["a"]])
        other.testDigest = "d2"
        let comparison = try compare([
            .forty("a", gain: 0, lists: lists), .forty("b", gain: 0, lists: lists), other,
        ])
        #expect(comparison.lists?.models == [0, 1] && comparison.lists?.userCount == 2)
        #expect(
            comparison.notes == [
                "They were tested on other pairs than the baseline, and are left out where lists are compared: als of run c."
            ])
        // Where nobody else was tested on its pairs, those are compared that have users in common.
        let alone = try compare([.forty("a", gain: 0, lists: lists), other])
        #expect(alone.lists?.models == [0, 1] && alone.lists?.userCount == 1 && alone.notes.isEmpty)
    }

    /// Twenty places, so that a sum over ranks would be a last bit short of one.
    @Test func equalListsHaveNotChanged() throws {
        let lists = ["u00": (0..<20).map { "item-\($0)" }]
        let found = try #require(
            try compare([.forty("a", gain: 0, lists: lists), .forty("b", gain: 0, lists: lists)]).lists)
        #expect(found.overlaps[0][1].rankBiased == 1 && found.changes[0].users.isEmpty)
    }

    @Test func sizesAndDriftOfTheData() throws {
        func run(_ id: String, users: Int, bins: [[Int]]) -> WrittenRun {
            var run = WrittenRun.forty(id, gain: 0)
            run.details = [
                "schema": 1, "counts": ["users": .integer(users)],
                "distributions": [
                    [
                        "title": "interactions per user", "members": "users",
                        "bins": .array(bins.map { .array($0.map(JSON.integer)) }),
                    ]
                ],
            ]
            return run
        }
        let data = try compare([
            run("a", users: 40, bins: [[1, 1, 30], [2, 2, 10]]),
            run("b", users: 80, bins: [[1, 1, 40], [2, 2, 20], [3, 3, 20]]),
        ]).data
        #expect(data.counts.map(\.name) == ["users"] && data.counts[0].values == [40, 80])
        // ½ (|¾ − ½| + |¼ − ¼| + |0 − ¼|)
        #expect(data.drifts[0].distances == [nil, 0.25])
        #expect(data.sharedTestUsers == [1, 1])
    }

    @Test func inputsAreComparedByTable() throws {
        func run(_ id: String, _ files: [(String, String)]) -> WrittenRun {
            var run = WrittenRun.forty(id, gain: 0)
            run.inputs = .array(files.map { ["table": .string($0.0), "sha256": .string($0.1)] })
            return run
        }
        let (two, more) = ([("events", "1"), ("events", "2")], [("events", "2"), ("events", "1"), ("items", "3")])
        #expect(try compare([run("a", two), run("b", two)]).data.inputs.areSame)
        let partial = try compare([run("a", two), run("b", more)]).data.inputs
        #expect(partial.differing.isEmpty && !partial.areSame)
        #expect(partial.partial.map(\.table) == ["items"] && partial.partial.map(\.runs) == [[1]])
        let differing = try compare([run("a", two), run("b", [("events", "1"), ("events", "9")])]).data.inputs
        #expect(differing.differing == ["events"] && differing.partial.isEmpty)
    }

    @Test func threadsChangeNothing() throws {
        var runs = [WrittenRun.forty("a", gain: 0), .forty("b", gain: 0.125)]
        runs[1].files["per-user-metrics.csv"] =
            "user,candidate,ndcg@10,recall@20\n"
            + (0..<40).map { "u\($0 < 10 ? "0" : "")\($0),als,\(0.0125 * Double($0 % 21)),0.5" }.joined(separator: "\n")
            + "\n"
        let sum = (0..<40).reduce(0.0) { $0 + 0.0125 * Double($1 % 21) }
        runs[1].candidates[0].metrics[0].value = sum / 40
        let alone = try compare(runs)
        #expect(alone.pairs[0].tests.first?.metric == "ndcg@10")
        #expect(try compare(runs, threads: 2).pairs[0].tests == alone.pairs[0].tests)
    }

    @Test func aDamagedFileIsNamed() throws {
        var run = WrittenRun.forty("b", gain: 0.125)
        run.files["per-user-metrics.csv"] = "user,candidate,ndcg@10\nu00,als,0.1\nu01,als\n"
        let error = #expect(throws: InputError.self) { try compare([.forty("a", gain: 0), run]) }
        #expect(error?.found == "2 fields of 3" && error?.path.hasSuffix("/per-user-metrics.csv:3") == true)
    }
}
