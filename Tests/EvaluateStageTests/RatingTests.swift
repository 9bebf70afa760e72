import EvaluateStage
import Modelling
import Pipeline
import TestSupport
import Testing

@Suite struct RatingTests {
    private let training = InteractionMatrix(.explicit, [[3, 4, nil], [nil, 5, 1], [2, nil, nil]])
    private let model = TableModel([[3, 4, 5], [2, 4.5, 7], [1, 2, 3]])
    /// Errors: u0 is 1 too high on item 2 and, with a pair that training holds, 2 too low on item 0; u1 is 6 too high.
    private let test = HeldOutInteractions([
        [HeldOutRow(item: 2, value: 4), HeldOutRow(item: 0, value: 5)], [HeldOutRow(item: 2, value: 1)], [],
    ])

    @Test func poolsRowsAndKeepsPredictionsUnclipped() throws {
        let evaluation = try stage(#"{"metrics": ["rmse", "mae"]}"#).run(
            [candidate("a", model)], on: InteractionDataset(training, test: test), in: context())
        let rmse = try #require(evaluation.value("rmse"))
        #expect(isClose(rmse.value, (41.0 / 3).squareRoot()))
        #expect(rmse.count == 3)
        let mae = try #require(evaluation.value("mae"))
        #expect(isClose(mae.value, 3))
        // Users are resampled with all their rows: u0 twice gives 1.5, u1 twice gives 6.
        #expect(mae.low == 1.5 && mae.high == 6)
        #expect(evaluation.candidates[0].curves.isEmpty)
        #expect(evaluation.perUser.users == ["u00000", "u00001"])
        #expect(evaluation.perUser.columns[1].values == [1.5, 6])
    }

    @Test func lowerErrorsWin() throws {
        let better = TableModel([[3, 4, 4], [2, 4.5, 1], [1, 2, 3]])
        let evaluation = try stage(#"{"metrics": ["rmse"]}"#).run(
            [candidate("a", model), candidate("b", better)], on: InteractionDataset(training, test: test), in: context()
        )
        #expect(evaluation.selected == "b")
    }

    @Test func ratingsAndRankingsLookAtUsersOfTheirOwn() throws {
        // u0 has one unseen test item, of candidates 2 alone; u1 and u2 have seen rows or none.
        let rows = HeldOutInteractions([
            [HeldOutRow(item: 2, value: 4)], [HeldOutRow(item: 1, value: 5)], [],
        ])
        let evaluation = try stage(#"{"metrics": ["hit_rate@1", "mae"]}"#).run(
            [candidate("a", model)], on: InteractionDataset(training, test: rows), in: context())
        #expect(evaluation.value("hit_rate@1") == MetricValue(value: 1, low: 1, high: 1, count: 1))
        #expect(evaluation.value("mae")?.value == 0.75)
        #expect(evaluation.perUser.users == ["u00000", "u00001"])
        #expect(evaluation.perUser.columns[0].values[0] == 1)
        #expect(evaluation.perUser.columns[0].values[1].isNaN)
        #expect(evaluation.perUser.columns[1].values == [1, 0.5])
    }

    @Test func implicitFeedbackHasNoRatings() throws {
        let dataset = InteractionDataset(
            InteractionMatrix(users: [[0], [1], [2]], items: 3), test: HeldOutInteractions(items: [[1], [], []]))
        let error = #expect(throws: DataError.self) {
            try stage(#"{"metrics": ["mrr", "rmse"]}"#).run([candidate("a", model)], on: dataset, in: context())
        }
        #expect(error?.place == "evaluate.metrics")
        #expect(error?.found == "rmse for implicit feedback")
    }
}
