import EvaluateStage
import Foundation
import Modelling
import Pipeline
import Tables
import TestSupport
import Testing

/// Scoring a model that an earlier run stored on today's test part.
@Suite struct StoredModelScoringTests {
    private static let settings = #"{"metrics": ["mrr", "ndcg@2", "recall@3", "auc", "coverage@2"]}"#

    private let dataset = InteractionDataset(
        InteractionMatrix(users: [[0], [1], [2]], items: 5),
        test: HeldOutInteractions(items: [[3], [2, 4], [0]]))
    private static let rows: [[Float]] = [[1, 5, 4, 3, 2], [9, 1, 5, 7, 3], [2, 8, 1, 4, 6]]
    private let table = TableModel(rows)

    private func score(_ stored: StoredModel) throws -> TestScores {
        try stage(Self.settings).score(stored, on: dataset, in: context())
    }

    @Test func withTheSameIdsItScoresAsACandidate() throws {
        let users = dataset.training.users
        let items = dataset.training.items
        let stored = StoredModel(model: table, users: users, items: items, itemPopularity: [1, 1, 1, 0, 0])
        let scores = try score(stored)
        let run = try stage(Self.settings).run([candidate("a", table)], on: dataset, in: context())
        #expect(scores.testDigest == run.testDigest)
        #expect(scores.metrics.map(\.metric) == run.candidates[0].metrics.map(\.metric))
        #expect(scores.metrics.map(\.value) == run.candidates[0].metrics.map(\.value))
        #expect(scores.perUser.users == run.perUser.users)
        #expect(scores.perUser.columns.map(\.values) == run.perUser.columns.map(\.values))
    }

    /// The same model among ids that are gone today, before, between and after today's: nothing of it is lost or moved.
    @Test func rowsAreFoundByTheirIds() throws {
        let users = ["a", "u00000", "u00001", "u000015", "u00002", "z"]
        let items = ["a", "i00000", "i00001", "i00002", "i000025", "i00003", "i00004", "z"]
        let known = (users: [1, 2, 4], items: [1, 2, 3, 5, 6])
        var rows = [[Float]](repeating: [Float](repeating: 100, count: items.count), count: users.count)
        for (row, user) in known.users.enumerated() {
            for (column, item) in known.items.enumerated() { rows[user][item] = Self.rows[row][column] }
        }
        let stored = StoredModel(
            model: TableModel(rows), users: StringDictionary.encoding(users).dictionary,
            items: StringDictionary.encoding(items).dictionary,
            itemPopularity: items.map { _ in 0 })
        let same = StoredModel(
            model: table, users: dataset.training.users, items: dataset.training.items, itemPopularity: [0, 0, 0, 0, 0])
        let (found, expected) = (try score(stored), try score(same))
        #expect(found.metrics.map(\.value) == expected.metrics.map(\.value))
        #expect(found.perUser.columns.map(\.values) == expected.perUser.columns.map(\.values))
    }

    /// It knows neither the second user nor the items 2 and 4. Candidates of each, best first, unknown ones last by row:
    ///
    ///     u0 (saw 0): 1 3 | 2 4, test item 3 at rank 2
    ///     u1 (saw 1): a stranger gets 0 (popularity 7) before 3 (2) | 2 4, test items 2 and 4 at ranks 3 and 4
    ///     u2 (saw 2): 1 3 0 | 4, test item 0 at rank 3
    @Test func theUnknownComeByItsColdStartRule() throws {
        let stored = StoredModel(
            model: TableModel([[1, 5, 3], [2, 8, 4]]),
            users: StringDictionary.encoding(["u00000", "u00002"]).dictionary,
            items: StringDictionary.encoding(["i00000", "i00001", "i00003"]).dictionary, itemPopularity: [7, 9, 2])
        let scores = try score(stored)
        let perUser = Dictionary(uniqueKeysWithValues: scores.perUser.columns.map { ($0.metric, $0.values) })
        #expect(perUser["mrr"] == [1.0 / 2, Float(1.0 / 3), Float(1.0 / 3)])
        #expect(perUser["recall@3"] == [1, 0, 1])
        // Of the pairs of a test item and another: u0 beats 2 and 4 of three; u1 none of 2 · 2; u2 beats 4 of three.
        #expect(perUser["auc"] == [Float(2.0 / 3), 0, Float(1.0 / 3)])
        // Lists of two: 1 3, 0 3 and 1 3.
        #expect(scores.metrics.first { $0.metric == "coverage@2" }?.value.value == 3.0 / 5)
    }

    /// It knows neither the item 2 nor 4, which are as good as each other to it: 2 stands before 4 by its row, not behind it.
    /// Candidates of each, best first:
    ///
    ///     u0 (saw 1): 0 3 | 2 4, test item 2 at rank 3 of 4: 1 of 3 others stands below it
    ///     u1 (saw 1): 3 0 | 2 4, test item 4 at rank 4: none does
    ///     u2 (saw 2): 1 0 3 | 4, test item 4 at rank 4: none does
    @Test func whatItDoesNotKnowTiesByRow() throws {
        let dataset = InteractionDataset(
            InteractionMatrix(users: [[1], [1], [2]], items: 5), test: HeldOutInteractions(items: [[2], [4], [4]]))
        let stored = StoredModel(
            model: TableModel([[9, 8, 7], [1, 2, 3], [5, 6, 4]]), users: dataset.training.users,
            items: StringDictionary.encoding(["i00000", "i00001", "i00003"]).dictionary, itemPopularity: [1, 1, 1])
        let scores = try stage(Self.settings).score(stored, on: dataset, in: context())
        let perUser = Dictionary(uniqueKeysWithValues: scores.perUser.columns.map { ($0.metric, $0.values) })
        #expect(perUser["mrr"] == [Float(1.0 / 3), 0.25, 0.25])
        #expect(perUser["auc"] == [Float(1.0 / 3), 0, 0])
        // Never in a list, however long it may be.
        #expect(perUser["recall@3"] == [0, 0, 0])
    }
}
