import EvaluateStage
import LinearAlgebra
import Modelling
import Pipeline
import TestSupport
import Testing

/// Random users, items, histories and scores with ties, over several blocks of users and tiles of items.
private struct RandomEvaluation {
    let dataset: InteractionDataset
    let model: TableModel

    init(seed: UInt64, users: Int = 300, items: Int = 1100) {
        var random = RandomSource(seed: seed)
        let table = (0..<users * items).map { _ in Float(random.integer(below: 200)) }
        model = TableModel(users: users, items: items, table: table)
        func pick(_ odds: Int) -> [[Int32]] {
            (0..<users).map { _ in (0..<Int32(items)).filter { _ in random.integer(below: odds) == 0 } }
        }
        dataset = InteractionDataset(
            InteractionMatrix(users: pick(50), items: items), test: HeldOutInteractions(items: pick(200)))
    }

    static let settings = """
        {"metrics": ["ndcg@10", "precision@5", "recall@20", "recall_capped@20", "map@100", "hit_rate@1", "mrr", "auc", "coverage@3"]}
        """
}

@Suite struct EvaluationIdentityTests {
    @Test func threadsChangeNothing() throws {
        let random = RandomEvaluation(seed: 21)
        let stage = try stage(RandomEvaluation.settings)
        func run(_ threads: Int) throws -> Evaluation {
            try stage.run([candidate("a", random.model)], on: random.dataset, in: context(threads: threads))
        }
        let alone = try run(1)
        for threads in [2, 3, 7] {
            let other = try run(threads)
            #expect(other.json == alone.json)
            #expect(other.perUser.columns.map(\.values) == alone.perUser.columns.map(\.values))
        }
    }

    @Test func equalCandidatesHaveEqualIntervals() throws {
        let random = RandomEvaluation(seed: 22)
        let evaluation = try stage(RandomEvaluation.settings).run(
            [candidate("a", random.model), candidate("b", random.model)], on: random.dataset, in: context())
        #expect(evaluation.candidates[0].metrics.map(\.value) == evaluation.candidates[1].metrics.map(\.value))
    }

    /// Every user sorted in full, metrics from their definitions.
    @Test func agreesWithSortingEverything() throws {
        let random = RandomEvaluation(seed: 23)
        let evaluation = try stage(RandomEvaluation.settings).run(
            [candidate("a", random.model)], on: random.dataset, in: context(threads: 2))
        let (training, test) = (random.dataset.training.byUser, random.dataset.test!)
        var reciprocal: [Double] = []
        var pairs: [Double] = []
        var recall: [Double] = []
        for user in 0..<training.rows {
            let seen = Set(training.indices[training.range(ofRow: user)])
            let hits = Set(test.items[test.offsets[user]..<test.offsets[user + 1]]).subtracting(seen)
            guard !hits.isEmpty else { continue }
            let row = random.model.table[user * random.model.itemCount..<(user + 1) * random.model.itemCount].map(
                \.self)
            let ranking = row.indices.filter { !seen.contains(Int32($0)) }.sorted { (row[$1], $0) < (row[$0], $1) }
            let places = ranking.indices.filter { hits.contains(Int32(ranking[$0])) }
            reciprocal.append(1 / Double(places[0] + 1))
            recall.append(Double(places.count { $0 < 20 }) / Double(hits.count))
            let others = ranking.indices.filter { !hits.contains(Int32(ranking[$0])) }
            let ordered = places.reduce(0) { sum, place in sum + others.count { $0 > place } }
            pairs.append(Double(ordered) / Double(places.count * others.count))
        }
        for (metric, values) in [("mrr", reciprocal), ("recall@20", recall), ("auc", pairs)] {
            let expected = values.reduce(0, +) / Double(values.count)
            #expect(isClose(evaluation.value(metric)?.value, expected, tolerance: 1e-9), "\(metric), seed 23")
            #expect(evaluation.value(metric)?.count == values.count)
        }
    }

    @Test func theDigestNamesTheTestSet() throws {
        let model = TableModel([[1, 2, 3], [3, 2, 1]])
        func digest(
            _ test: HeldOutInteractions, seen: [[Int32]] = [[0], [0]], settings: String = #"{"metrics": ["mrr"]}"#
        ) throws -> String {
            try stage(settings).run(
                [candidate("a", model)], on: InteractionDataset(InteractionMatrix(users: seen, items: 3), test: test),
                in: context()
            ).testDigest
        }
        let first = try digest(HeldOutInteractions(items: [[1, 2], []]))
        #expect(first.count == 64)
        #expect(try digest(HeldOutInteractions(items: [[2, 1], []])) == first)
        #expect(
            try digest(HeldOutInteractions(items: [[1, 2], []]), settings: #"{"metrics": ["recall@2"]}"#) == first)
        #expect(try digest(HeldOutInteractions(items: [[1], [2]])) != first)
        #expect(try digest(HeldOutInteractions(items: [[1], []])) != first)
        #expect(try digest(HeldOutInteractions([[HeldOutRow(item: 1, value: 2), HeldOutRow(item: 2)], []])) != first)
        // A pair that training holds is no hit.
        #expect(try digest(HeldOutInteractions(items: [[1, 2], []]), seen: [[0, 1], [0]]) != first)
        #expect(
            try digest(
                HeldOutInteractions(items: [[1, 2], []]), settings: #"{"metrics": ["mrr"], "exclude_seen": false}"#)
                != first)
    }
}
