import EvaluateStage
import Foundation
import LinearAlgebra
import Modelling
import Pipeline
import TestSupport
import Testing

/// Four users and six items, small enough to rank by hand. After what each has seen, the rankings are
///
///     u0 (saw 0): 1 2 3 4 5, test items 2 and 5 at ranks 2 and 5; its third, 0, is seen
///     u1 (saw 1): 0 2 3 4 5 by ties, test item 3 at rank 3, held out twice
///     u2 (saw 0 2): no test item
///     u3 (saw 5): 0 1 2 3 4, test items 0, 1, 2 at ranks 1, 2, 3: more than lists of two hold
private enum ByHand {
    static let model = TableModel([
        [9, 5, 4, 3, 2, 1], [1, 1, 1, 1, 1, 1], [1, 2, 3, 4, 5, 6], [6, 5, 4, 3, 2, 1],
    ])
    static let training = InteractionMatrix(users: [[0], [1], [0, 2], [5]], items: 6)
    static let test = HeldOutInteractions(items: [[5, 0, 2], [3, 3], [], [2, 1, 0]])
    static let dataset = InteractionDataset(training, test: test)

    static func evaluation(_ json: String, of dataset: InteractionDataset = dataset) throws -> Evaluation {
        try stage(json).run([candidate("a", model)], on: dataset, in: context())
    }
}

@Suite struct EvaluateStageRunTests {
    /// Values of u0, u1 and u3, whose mean is the metric; a metric of all lists has one.
    static let third = 1.0 / 3
    static let gain2 = 1 / log2(3.0)
    static let gain5 = 1 / log2(6.0)
    static let values: [(metric: String, ofUsers: [Double])] = [
        ("precision@2", [0.5, 0, 1]),
        ("recall@2", [0.5, 0, 2 * third]),
        ("recall_capped@2", [0.5, 0, 1]),
        ("map@2", [0.25, 0, 1]),
        ("hit_rate@2", [1, 0, 1]),
        ("mrr", [0.5, third, 1]),
        ("auc", [third, 0.5, 1]),
        ("ndcg@2", [gain2 / (1 + gain2), 0, 1]),
        // Lists end after five items: a cutoff of 20 changes nothing but the divisor of precision.
        ("ndcg@20", [(gain2 + gain5) / (1 + gain2), 0.5, 1]),
        ("precision@20", [0.1, 0.05, 0.15]),
        ("recall@20", [1, 1, 1]),
        // Lists of two: 1 2, 0 2 and 0 1.
        ("coverage@2", [0.5]),
        // Of five interactions item 0 holds two and, of those with one, item 1 is the first: together more than half.
        ("popularity_share@2", [0.5, 0.5, 1]),
    ]

    @Test(arguments: values.indices)
    func valuesByHand(index: Int) throws {
        let (metric, ofUsers) = Self.values[index]
        let expected = ofUsers.reduce(0, +) / Double(ofUsers.count)
        let evaluation = try ByHand.evaluation(#"{"metrics": ["\#(metric)"]}"#)
        let value = try #require(evaluation.value(metric))
        #expect(isClose(value.value, expected), "\(metric) is \(value.value), expected \(expected)")
        #expect(value.count == 3)
        let hasInterval = !metric.hasPrefix("coverage")
        #expect((value.low != nil) == hasInterval && (value.high != nil) == hasInterval)
        if let low = value.low, let high = value.high { #expect(low <= expected + 1e-12 && high >= expected - 1e-12) }
    }

    @Test func countsWhatIsNotScored() throws {
        let test = HeldOutInteractions(
            [[5, 0, 2], [3, 3], [], [2, 1, 0]].map { $0.map { HeldOutRow(item: $0) } }, unknownUsers: 4, unknownItems: 9
        )
        let evaluation = try ByHand.evaluation(
            #"{"metrics": ["mrr"]}"#, of: InteractionDataset(ByHand.training, test: test))
        #expect(evaluation.account("users without test items") == 1)
        #expect(evaluation.account("test pairs already seen") == 1)
        #expect(evaluation.account("test rows of unknown users") == 4)
        #expect(evaluation.account("test rows of unknown items") == 9)
    }

    @Test func seenItemsCanBeLeftIn() throws {
        let evaluation = try ByHand.evaluation(#"{"metrics": ["mrr", "recall@1"], "exclude_seen": false}"#)
        // u0 ranks 0 1 2 …: its test item 0 leads. u1 ranks 0 1 2 3: rank 4. u3 as before.
        #expect(isClose(evaluation.value("mrr")?.value, (1 + 0.25 + 1) / 3))
        #expect(isClose(evaluation.value("recall@1")?.value, (1.0 / 3 + 0 + 1.0 / 3) / 3))
        #expect(evaluation.account("test pairs already seen") == 0)
    }

    @Test func onlyRelevantLabelsAreHits() throws {
        let rows = [
            [HeldOutRow(item: 2, label: 0), HeldOutRow(item: 5, label: 1)], [HeldOutRow(item: 3, label: 0)],
            [HeldOutRow(item: 4, label: -1)], [HeldOutRow(item: 1, label: 1), HeldOutRow(item: 1, label: 0)],
        ]
        let dataset = InteractionDataset(
            ByHand.training, test: HeldOutInteractions(rows, labelNames: ["view", "buy"]))
        let evaluation = try ByHand.evaluation(#"{"metrics": ["mrr"], "relevant": ["buy"]}"#, of: dataset)
        // u0 bought 5 at rank 5, u3 bought 1 at rank 2.
        #expect(isClose(evaluation.value("mrr")?.value, (0.2 + 0.5) / 2))
        #expect(evaluation.account("test rows that are no hits") == 4)
        #expect(evaluation.account("users without test items") == 2)
        let error = #expect(throws: DataError.self) {
            try ByHand.evaluation(#"{"metrics": ["mrr"], "relevant": ["bay"]}"#, of: dataset)
        }
        #expect(error?.remedy == #"did you mean "buy"?"#)
    }

    @Test func curvesComeFromTheSameRankings() throws {
        let evaluation = try ByHand.evaluation(#"{"metrics": ["precision@2", "mrr"]}"#)
        let curves = evaluation.candidates[0].curves
        #expect(curves.map(\.metric) == ["ndcg", "recall", "precision"])
        #expect(curves[0].points.map(\.listLength) == [1, 2, 3, 5, 10, 20, 30, 50])
        for metric in ["ndcg", "recall", "precision"] {
            let points = try #require(curves.first { $0.metric == metric }?.points)
            for point in points {
                let label = "\(metric)@\(point.listLength)"
                let expected = try ByHand.evaluation(#"{"metrics": ["\#(label)"]}"#).value(label)?.value
                #expect(isClose(point.value, expected ?? .nan), "\(label)")
            }
        }
    }

    @Test func keepsTheValuesOfEachUser() throws {
        let evaluation = try ByHand.evaluation(#"{"metrics": ["mrr", "coverage@2", "recall@2"]}"#)
        #expect(evaluation.perUser.users == ["u00000", "u00001", "u00003"])
        #expect(evaluation.perUser.columns.map(\.metric) == ["mrr", "recall@2"])
        #expect(evaluation.perUser.columns[0].values == [0.5, Float(1.0 / 3), 1])
        #expect(evaluation.perUser.columns[1].values == [0.5, 0, Float(2.0 / 3)])
    }

    @Test func showsWhatTheWinnerRecommends() throws {
        let samples = try ByHand.evaluation(#"{"metrics": ["mrr"]}"#).samples
        #expect(samples.map(\.user) == ["u00000", "u00001", "u00003"])
        #expect(samples[0].history.map(\.id) == ["i00000"])
        #expect(samples[0].recommended.map(\.id) == ["i00001", "i00002", "i00003", "i00004", "i00005"])
        #expect(samples[0].recommended.map(\.value) == [5, 4, 3, 2, 1])
    }
}
