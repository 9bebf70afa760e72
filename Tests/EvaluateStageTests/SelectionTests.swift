import EvaluateStage
import Modelling
import Pipeline
import TestSupport
import Testing

/// Two users, four items; one test and one validation item each. `early` puts the validation items first, `late` the test
/// items, so that they win on one part each.
private enum TwoParts {
    static let training = InteractionMatrix(users: [[0], [0]], items: 4)
    static let validation = HeldOutInteractions(items: [[1], [1]])
    static let test = HeldOutInteractions(items: [[2], [2]])
    static let early = TableModel([[0, 3, 1, 2], [0, 3, 1, 2]])
    static let late = TableModel([[0, 1, 3, 2], [0, 1, 3, 2]])
    static let dataset = InteractionDataset(training, validation: validation, test: test)
}

@Suite struct SelectionTests {
    @Test func theValidationPartChooses() throws {
        let evaluation = try stage(#"{"metrics": ["mrr"]}"#).run(
            [candidate("late", TwoParts.late), candidate("early", TwoParts.early)], on: TwoParts.dataset, in: context())
        #expect(evaluation.selected == "early")
        #expect(evaluation.selectedOn == "validation")
        // Item 1 leads for `early`; for `late` two stand before it. On the test part item 1 is seen and leaves the ranking.
        #expect(evaluation.candidates.map { $0.validation[0].value.value } == [1.0 / 3, 1])
        #expect(evaluation.candidates.map { $0.metrics[0].value.value } == [1, 0.5])
    }

    @Test func theTestPartChoosesWithoutAValidationPart() throws {
        let evaluation = try stage(#"{"metrics": ["mrr"]}"#).run(
            [candidate("early", TwoParts.early), candidate("late", TwoParts.late)],
            on: InteractionDataset(TwoParts.training, test: TwoParts.test), in: context())
        #expect(evaluation.selected == "late")
        #expect(evaluation.selectedOn == "test")
        #expect(evaluation.candidates[0].validation.isEmpty)
    }

    @Test func theFirstOfEqualsWins() throws {
        let candidates = ["b", "a", "c"].map { candidate($0, TwoParts.early) }
        let evaluation = try stage(#"{"metrics": ["mrr"]}"#).run(candidates, on: TwoParts.dataset, in: context())
        #expect(evaluation.selected == "b")
    }

    @Test func lessPopularListsWin() throws {
        // Item 0 holds all interactions; unseen by nobody, it is ranked because seen items stay in.
        let popular = TableModel([[9, 3, 1, 2], [9, 3, 1, 2]])
        let evaluation = try stage(#"{"metrics": ["popularity_share@1"], "exclude_seen": false}"#).run(
            [candidate("popular", popular), candidate("other", TwoParts.early)], on: TwoParts.dataset, in: context())
        #expect(evaluation.candidates.map { $0.metrics[0].value.value } == [1, 0])
        #expect(evaluation.selected == "other")
    }

    @Test func pairsOfTheValidationPartAreSeenByTheTestPart() throws {
        let test = HeldOutInteractions(items: [[1, 2], [1]])
        let evaluation = try stage(#"{"metrics": ["recall@1"]}"#).run(
            [candidate("late", TwoParts.late)],
            on: InteractionDataset(TwoParts.training, validation: TwoParts.validation, test: test), in: context())
        #expect(evaluation.value("recall@1")?.value == 1)
        #expect(evaluation.value("recall@1")?.count == 1)
        #expect(evaluation.account("test pairs already seen") == 2)
        #expect(evaluation.account("validation pairs already seen") == 0)
    }

    @Test func earlyStoppingGetsTheSelectedMetricOfTheValidationPart() throws {
        let stage = try stage(#"{"metrics": ["recall@1", "mrr"], "select": "mrr"}"#)
        let validation = try #require(try stage.validation(of: TwoParts.dataset, in: context()))
        #expect(validation.metricName == "mrr" && validation.higherIsBetter)
        #expect(try validation.score(TwoParts.late) == 1.0 / 3)
        #expect(try validation.score(TwoParts.early) == 1)
        let without = try stage.validation(
            of: InteractionDataset(TwoParts.training, test: TwoParts.test), in: context())
        #expect(without == nil)
    }

    @Test func nothingToScoreIsAnErrorOfTheData() throws {
        let stage = try stage(#"{"metrics": ["mrr"]}"#)
        let cold = HeldOutInteractions([[], []], unknownUsers: 5)
        for test in [cold, HeldOutInteractions(items: [[0], []])] {
            let error = #expect(throws: DataError.self) {
                try stage.run(
                    [candidate("a", TwoParts.early)], on: InteractionDataset(TwoParts.training, test: test),
                    in: context())
            }
            #expect(error?.place == "evaluate, test part")
        }
        #expect(throws: DataError.self) {
            try stage.run(
                [candidate("a", TwoParts.early)], on: InteractionDataset(TwoParts.training, test: nil), in: context())
        }
    }

    @Test func stopsWhenTheRunIsInterrupted() throws {
        #expect(throws: CancellationError.self) {
            try stage(#"{"metrics": ["mrr"]}"#).run(
                [candidate("a", TwoParts.early)], on: TwoParts.dataset, in: context(isCancelled: { true }))
        }
    }
}
