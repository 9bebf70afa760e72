import Modelling
import Pipeline
import Report
import Testing

/// Sentences about hand-made numbers.
struct VerdictTests {
    private static func candidate(
        _ id: String, metric: String = "ndcg@10", _ value: Double, _ low: Double?, _ high: Double?,
        validation: Double? = nil
    ) -> Evaluation.CandidateScores {
        .init(
            id: id, modelName: "als", fitSeconds: 1,
            metrics: [.init(metric: metric, value: MetricValue(value: value, low: low, high: high, count: 100))],
            validation: validation.map {
                [.init(metric: metric, value: MetricValue(value: $0, low: nil, high: nil, count: 100))]
            } ?? [], curves: [])
    }

    private static func verdict(
        _ candidates: [Evaluation.CandidateScores], selected: String = "a", on part: String = "test",
        columns: [(candidate: String, metric: String, values: [Float])] = []
    ) -> Verdict? {
        let users = (0..<(columns.first?.values.count ?? 0)).map { "u\($0)" }
        let evaluation = Evaluation(
            selected: selected, selectedOn: part, testDigest: "", candidates: candidates,
            perUser: .init(users: users, columns: columns), accounts: [], samples: [], lowerIsBetter: ["rmse"])
        return Standing(SampleContent.scored(evaluation)).map(Verdict.init)
    }

    @Test func clearWinner() throws {
        let verdict = try #require(
            Self.verdict([Self.candidate("a", 0.08, 0.07, 0.09), Self.candidate("b", 0.05, 0.04, 0.06)]))
        #expect(
            verdict.outcome == "a won on the test part with ndcg@10 of 0.08000 (95\u{A0}% interval 0.07000 to 0.09000)."
        )
        #expect(
            verdict.certainty == """
                That is 0.03000 (60.0\u{A0}%) better than the runner-up b, which reaches 0.05000. \
                Their 95\u{A0}% intervals do not overlap: chance alone does not explain the difference.
                """)
    }

    @Test func wideOverlap() throws {
        let verdict = try #require(
            Self.verdict([Self.candidate("a", 0.08, 0.05, 0.11), Self.candidate("b", 0.07, 0.04, 0.10)]))
        #expect(verdict.certainty?.hasSuffix("overlap widely: this run cannot tell the two apart.") == true)
    }

    @Test func slightOverlap() throws {
        let verdict = try #require(
            Self.verdict([Self.candidate("a", 0.08, 0.065, 0.095), Self.candidate("b", 0.06, 0.05, 0.07)]))
        #expect(
            verdict.certainty?.hasSuffix("overlap a little: chance is an unlikely explanation, but not ruled out.")
                == true)
    }

    /// Intervals that rest on two users are no intervals, whether the users' values are known or their number alone.
    @Test func fewUsersTellNothing() throws {
        let text = "There are too few users to tell whether chance alone explains it: 2, and it is judged from 30 on."
        let candidates = [Self.candidate("a", 0.08, 0.07, 0.09), Self.candidate("b", 0.05, 0.04, 0.06)]
        let paired = try #require(
            Self.verdict(candidates, columns: [("a", "ndcg@10", [0.07, 0.09]), ("b", "ndcg@10", [0.04, 0.06])]))
        #expect(paired.certainty?.hasSuffix(text) == true)
        let counted = try #require(
            Self.verdict(
                candidates.map { candidate in
                    let value = candidate.metrics[0].value
                    return .init(
                        id: candidate.id, modelName: "als", fitSeconds: 1,
                        metrics: [
                            .init(
                                metric: "ndcg@10",
                                value: MetricValue(value: value.value, low: value.low, high: value.high, count: 2))
                        ], validation: [], curves: [])
                }))
        #expect(counted.certainty?.hasSuffix(text) == true)
    }

    @Test func validationChoseAndTestDisagrees() throws {
        let verdict = try #require(
            Self.verdict(
                [
                    Self.candidate("a", 0.06, nil, nil, validation: 0.09),
                    Self.candidate("b", 0.08, nil, nil, validation: 0.07),
                    Self.candidate("c", 0.01, nil, nil, validation: 0.08),
                ], on: "validation"))
        #expect(verdict.outcome == "a won on the validation part and reaches ndcg@10 of 0.06000 on the test part.")
        // The runner-up is second on the part that chose, wherever it stands on the other.
        #expect(
            verdict.certainty == """
                That is 0.05000 (500\u{A0}%) better than the runner-up c, which reaches 0.01000. \
                There are no intervals to tell whether chance alone explains it.
                """)
        let behind = try #require(
            Self.verdict(
                [
                    Self.candidate("a", 0.06, nil, nil, validation: 0.09),
                    Self.candidate("b", 0.08, nil, nil, validation: 0.07),
                ],
                on: "validation"))
        #expect(behind.certainty?.hasPrefix("That is 0.02000 (25.0\u{A0}%) worse than the runner-up b") == true)
    }

    @Test func errorsImproveDownwards() throws {
        let verdict = try #require(
            Self.verdict([
                Self.candidate("a", metric: "rmse", 0.8, 0.7, 0.9),
                Self.candidate("b", metric: "rmse", 1.0, 0.95, 1.05),
                Self.candidate("c", metric: "rmse", 3.0, 2.95, 3.05),
            ]))
        #expect(verdict.certainty?.hasPrefix("That is 0.2000 (20.0\u{A0}%) better than the runner-up b") == true)
    }

    @Test func equalScores() throws {
        let verdict = try #require(
            Self.verdict([Self.candidate("a", 0.08, 0.07, 0.09), Self.candidate("b", 0.08, 0.07, 0.09)]))
        #expect(verdict.certainty?.hasPrefix("The runner-up b scores exactly the same. Their") == true)
    }

    @Test func aSingleCandidateHasNobodyToBeat() throws {
        let verdict = try #require(Self.verdict([Self.candidate("a", 0.08, 0.07, 0.09)]))
        #expect(verdict.outcome.hasPrefix("a, the only candidate, reaches ndcg@10 of 0.08000"))
        #expect(verdict.certainty == nil)
    }

    @Test func aWinnerThatIsNotListedGivesNoVerdict() {
        #expect(Self.verdict([Self.candidate("a", 0.1, nil, nil)], selected: "z") == nil)
    }

    @Test func pairedDifferences() throws {
        // 0.1 and 0.3 in turn over 100 users: mean 0.2, s² = 100·0.01/99, so 1.96·s/√100 = 0.19699/10.
        let winner = (0..<100).map { $0 % 2 == 0 ? Float(0.5) : 0.7 }
        let other = [Float](repeating: 0.4, count: 100)
        let difference = try #require(PairedDifference(of: winner, over: other))
        #expect(abs(difference.mean - 0.2) < 1e-6)
        #expect(abs(difference.low - (0.2 - 0.0196987)) < 1e-6 && abs(difference.high - (0.2 + 0.0196987)) < 1e-6)
        #expect(difference.excludesZero)
        #expect(PairedDifference(of: Array(winner.prefix(29)), over: Array(other.prefix(29))) == nil)
        #expect(PairedDifference(of: winner, over: [.nan] + other.dropFirst())?.userCount == 99)
    }

    @Test func pairsDecideWhereIntervalsOverlap() throws {
        let winner = (0..<100).map { $0 % 2 == 0 ? Float(0.5) : 0.7 }
        let other = winner.map { $0 - 0.01 }
        let verdict = try #require(
            Self.verdict(
                [Self.candidate("a", 0.6, 0.5, 0.7), Self.candidate("b", 0.59, 0.5, 0.7)],
                columns: [("a", "ndcg@10", winner), ("b", "ndcg@10", other)]))
        #expect(
            verdict.certainty?.hasSuffix(
                """
                Over the same 100 users, the winner's advantage lies between +0.01000 and +0.01000 (95\u{A0}%, paired): \
                chance alone does not explain it.
                """) == true)
    }

    @Test func pooledMetricsAreNotPaired() throws {
        // The users' mean of 0.5 isn't the pooled value of 0.8, so the pairs say nothing about it.
        let verdict = try #require(
            Self.verdict(
                [
                    Self.candidate("a", metric: "rmse", 0.8, 0.7, 0.9),
                    Self.candidate("b", metric: "rmse", 1.0, 0.95, 1.05),
                ],
                columns: [
                    ("a", "rmse", [Float](repeating: 0.5, count: 40)),
                    ("b", "rmse", [Float](repeating: 0.9, count: 40)),
                ]))
        #expect(verdict.certainty?.hasSuffix("do not overlap: chance alone does not explain the difference.") == true)
    }
}
