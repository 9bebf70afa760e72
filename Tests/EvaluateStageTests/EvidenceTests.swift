import EvaluateStage
import Modelling
import Pipeline
import Tables
import TestSupport
import Testing

@Suite struct EvidenceTests {
    /// Item 0 holds four of the seven training pairs: it alone is the head.
    private let training = InteractionMatrix(users: [[0, 1], [0, 2], [0], [0, 1]], items: 4)
    private let model = TableModel([[0, 0, 3, 2], [0, 1, 0, 2], [0, 3, 2, 1], [0, 0, 1, 2]])

    private func evidence(
        _ test: HeldOutInteractions, training: InteractionMatrix? = nil, metrics: String = #"["ndcg@2"]"#,
        users: Table? = nil, items: Table? = nil, candidates: [TrainedCandidate]? = nil
    ) throws -> Evaluation.Evidence {
        let dataset = InteractionDataset(
            training: training ?? self.training, validation: nil, test: test, userTable: users, itemTable: items)
        let evaluation = try stage(#"{"metrics": \#(metrics)}"#).run(
            candidates ?? [candidate("a", model)], on: dataset, in: context())
        return try #require(evaluation.evidence)
    }

    @Test func usersAreCountedFromBothParts() throws {
        let found = try evidence(HeldOutInteractions(items: [[2, 3, 2], [0], [1], []]))
        // u1 has seen its only test item, u3 has none.
        #expect(
            found.users == [
                .init(trainingItems: 2, testItems: 2, tailTestItems: 2, testRows: 3),
                .init(trainingItems: 1, testItems: 1, tailTestItems: 1, testRows: 1),
            ])
        #expect(found.calibration.isEmpty)
    }

    @Test func listsLeaveOutWhatWasSeenAndNameTheirItems() throws {
        let names = Table(columns: [("name", .string(StringColumn(["Bread", nil, "Tea", "Jam"])))])
        let found = try evidence(HeldOutInteractions(items: [[2], [], [1], []]), items: names)
        #expect(
            found.lists == [
                .init(candidate: "a", user: "u00000", items: ["i00002", "i00003"], scores: [3, 2]),
                .init(candidate: "a", user: "u00002", items: ["i00001", "i00002", "i00003"], scores: [3, 2, 1]),
            ])
        #expect(found.items.map(\.id) == ["i00001", "i00002", "i00003"])
        #expect(found.items.map(\.name) == [nil, "Tea", "Jam"])
        #expect(found.items.map(\.trainingUsers) == [2, 1, 0] && found.items.allSatisfy { !$0.isHead })
    }

    @Test func aSampleIsTheSameWhateverElseIsThere() throws {
        func sampled(_ count: Int) throws -> Set<String> {
            let training = InteractionMatrix(users: Array(repeating: [0], count: count), items: 3)
            let scores = TableModel(users: count, items: 3, table: [Float](repeating: 1, count: count * 3))
            let found = try evidence(
                HeldOutInteractions(items: Array(repeating: [1], count: count)), training: training,
                candidates: [candidate("a", scores)])
            return Set(found.lists.map(\.user))
        }
        let (few, many) = (try sampled(400), try sampled(800))
        #expect(few.count == 200 && many.count == 200)
        // Of the 200 lowest hashes among 800, those of the first 400 users are among their lowest, too.
        #expect(many.filter { $0 < "u00400" }.isSubset(of: few))
        // About half of them: 100 ± 4 standard deviations of a binomial share.
        #expect((70...130).contains(many.count { $0 < "u00400" }))
    }

    /// Quarters of fifteen users are rarer than twenty: nothing of the ages is told.
    @Test func columnsOfFewValuesGroupUsersAndRareValuesAreLeftOut() throws {
        let count = 60
        let training = InteractionMatrix(users: Array(repeating: [0], count: count), items: 3)
        let regions = (0..<count).map { $0 == 0 ? "rare" : $0 < 30 ? "north" : "south" }
        let flags = ValueColumn(values: (0..<count).map { $0 % 2 == 0 }, validity: nil)
        let ages = ValueColumn(values: (0..<count).map { Int64($0) }, validity: nil)
        let table = Table(columns: [
            ("region", .string(StringColumn(regions))),
            ("postcode", .string(StringColumn((0..<count).map(String.init)))),
            ("opted_in", .bool(flags)), ("age", .int64(ages)), ("born", .timestamp(ages)),
        ])
        let found = try evidence(
            HeldOutInteractions(items: Array(repeating: [1], count: count)), training: training, users: table,
            candidates: [
                candidate("a", TableModel(users: count, items: 3, table: [Float](repeating: 1, count: count * 3)))
            ])
        #expect(found.userColumns.map(\.name) == ["region", "opted_in"])
        #expect(found.userColumns[0].values[0] == nil && found.userColumns[0].values[1] == "north")
        #expect(found.userColumns[1].values.prefix(2) == ["true", "false"])
    }

    /// The groups that columns of numbers make of so many users, with their sizes.
    private func sizes(of numbers: [Int64]) throws -> [String: Int] {
        let count = numbers.count
        let found = try evidence(
            HeldOutInteractions(items: Array(repeating: [1], count: count)),
            training: InteractionMatrix(users: Array(repeating: [0], count: count), items: 3),
            users: Table(columns: [("visits", .int64(ValueColumn(values: numbers, validity: nil)))]),
            candidates: [
                candidate(
                    "a", TableModel(users: count, items: 3, table: [Float](repeating: 1, count: count * 3)))
            ])
        let grouping = try #require(found.userGroupings.first)
        #expect(grouping.column == "visits" && grouping.absence == nil && grouping.smallCount == 0)
        #expect(found.userColumns.first?.values == grouping.labels)
        return grouping.labels.reduce(into: [:]) { $0[$1 ?? "", default: 0] += 1 }
    }

    /// 40 zeros and 1 … 60: the quartiles are 0, 11 and 36, of which the first is the least number and cuts nothing off.
    @Test func quartilesOfOneValueAreOneCut() throws {
        let found = try sizes(of: [Int64](repeating: 0, count: 40) + (1...60).map { $0 })
        #expect(found == ["below 11": 50, "11 to below 36": 25, "36 and above": 25])
    }

    /// Of 125 numbers 100 are 0: all quartiles are, and the others are the second part.
    @Test func mostlyOneValueMakesTwoParts() throws {
        #expect(
            try sizes(of: [Int64](repeating: 0, count: 100) + (1...25)) == [
                "below 1": 100, "1 and above": 25,
            ])
        #expect(
            try sizes(of: [Int64](repeating: 99, count: 100) + (1...25)) == [
                "below 99": 25, "99 and above": 100,
            ])
    }

    @Test func ratingsAreCalibratedInGroupsOfEqualSize() throws {
        let cells: [[Float?]] = Array(repeating: [3, nil], count: 20)
        let training = InteractionMatrix(.explicit, cells)
        // Nobody has item 1 in training, so it is in the tail. Predictions 0 … 19 for it, each rated one higher.
        let scores = TableModel((0..<20).map { [0, Float($0)] })
        let test = HeldOutInteractions((0..<20).map { [HeldOutRow(item: 1, value: Float($0) + 1)] })
        let found = try evidence(
            test, training: training, metrics: #"["rmse"]"#, candidates: [candidate("a", scores)])
        #expect(found.calibration.count == 10)
        #expect(
            found.users
                == Array(repeating: .init(trainingItems: 1, testItems: 1, tailTestItems: 1, testRows: 1), count: 20))
        #expect(
            found.calibration[3]
                == .init(candidate: "a", meanPrediction: 6.5, meanRating: 7.5, rows: 2))
    }
}
