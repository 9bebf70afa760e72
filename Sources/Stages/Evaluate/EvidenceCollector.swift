import LinearAlgebra
import Modelling
import Pipeline

/// Gathers what later comparisons of runs need: who the test users are, what candidates recommend to a sample of them,
/// how predicted ratings were met.
struct EvidenceCollector {
    /// Users whose lists are kept, and how far down.
    static let sampledUsers = 200
    static let listLength = 20
    /// Candidates whose lists are kept: the winner, and the first of the others.
    static let mostCandidates = 8

    let dataset: InteractionDataset
    let test: HeldOutPart

    func evidence(
        of candidates: [TrainedCandidate], winner: Int, pool: WorkerPool
    ) throws -> Evaluation.Evidence {
        let catalogue = test.ranking?.catalogue ?? RecommendationCatalogue(dataset.training)
        let users = test.users
        let sample = SampledUsers(users, ids: dataset.training.users, count: Self.sampledUsers).rows
        let others = candidates.indices.filter { $0 != winner }.prefix(Self.mostCandidates - 1)
        var lists: [Evaluation.Evidence.List] = []
        var listed: Set<Int32> = []
        for index in (others + [winner]).sorted() {
            let candidate = candidates[index]
            let top = try Ranker(model: candidate.model, excluding: test.seen).topItems(
                for: sample, count: Self.listLength, pool: pool)
            listed.formUnion(top.items)
            lists += sample.enumerated().map { position, user in list(of: candidate.id, user, top, position) }
        }
        let columns = UserColumns(dataset.userTable, of: users)
        return Evaluation.Evidence(
            users: testUsers(users, catalogue), userColumns: columns.told,
            userGroupings: columns.groupings,
            lists: lists, items: listed.sorted().map { item($0, catalogue) },
            calibration: try test.rating == nil
                ? [] : candidates.flatMap { try Calibration(test.rows).bins(of: $0.model, named: $0.id, pool: pool) })
    }

    private func list(
        of candidate: String, _ user: Int32, _ top: TopItems, _ position: Int
    ) -> Evaluation.Evidence.List {
        Evaluation.Evidence.List(
            candidate: candidate, user: dataset.training.users[Int(user)],
            items: top.items(at: position).map { dataset.training.items[Int($0)] },
            scores: Array(top.scores(at: position)))
    }

    private func item(_ row: Int32, _ catalogue: RecommendationCatalogue) -> Evaluation.Evidence.ListedItem {
        Evaluation.Evidence.ListedItem(
            id: dataset.training.items[Int(row)], name: dataset.itemName(Int(row)),
            trainingUsers: dataset.training.byItem.range(ofRow: Int(row)).count, isHead: catalogue.isHead[Int(row)])
    }

    private func testUsers(_ users: [Int32], _ catalogue: RecommendationCatalogue) -> [Evaluation.Evidence.TestUser] {
        // Where only ratings are judged, every held-out item counts.
        let testItems = test.ranking?.items ?? TestItems(test.rows, relevant: nil, seen: nil)
        var position = testItems.users.startIndex
        return users.map { user in
            var items: ArraySlice<Int32> = []
            if position < testItems.users.endIndex, testItems.users[position] == user {
                items = testItems.items(at: position)
                position += 1
            }
            return Evaluation.Evidence.TestUser(
                trainingItems: dataset.training.byUser.range(ofRow: Int(user)).count, testItems: items.count,
                tailTestItems: items.count { !catalogue.isHead[Int($0)] },
                testRows: test.rows.offsets[Int(user) + 1] - test.rows.offsets[Int(user)])
        }
    }
}
