import Pipeline
import Testing

struct SearchRecordTests {
    private func record(higherIsBetter: Bool = true) -> SearchRecord {
        func trial(
            _ number: Int, _ status: SearchRecord.Status, _ rungs: [(Int, Double)], reason: String? = nil
        ) -> SearchRecord.Trial {
            .init(
                number: number, parameters: [.init("x", .double(0.5)), .init("kind", "a")], status: status,
                rungs: rungs.map { .init(iterations: $0.0, score: $0.1) }, seconds: 1.5, reason: reason)
        }
        return SearchRecord(
            candidate: "als", method: "random", metric: "ndcg@10", higherIsBetter: higherIsBetter,
            parameters: [.init(name: "x", isLogarithmic: true), .init(name: "kind", isLogarithmic: false)],
            duplicateCount: 2,
            trials: [
                trial(1, .eliminated, [(3, 0.2)]), trial(2, .completed, [(3, 0.3), (9, 0.4)]),
                trial(3, .failed, [], reason: "it diverged"), trial(4, .completed, [(3, 0.31), (9, 0.5)]),
                trial(6, .eliminated, [(3, 0.25)]), trial(7, .eliminated, [(3, 0.2)]),
            ], chosen: 4, settings: ["x": 0.5, "factors": 64])
    }

    @Test func comesBackAsItWasWritten() {
        let record = record()
        #expect(SearchRecord(record.json) == record)
        #expect(record.json["trials"]?.arrayValue?[3]["iterations"] == 9)
        #expect(record.json["trials"]?.arrayValue?[3]["score"] == 0.5)
    }

    @Test func anUndecidedSearchComesBackToo() {
        var record = record()
        (record.chosen, record.settings) = (nil, nil)
        #expect(SearchRecord(record.json) == record && record.best == nil)
    }

    /// The winner, who else came to the end, who was stopped by score, equals by number, failures last.
    @Test func ranksTrials() {
        #expect(record().ranking.map(\.number) == [4, 2, 6, 1, 7, 3])
        #expect(record(higherIsBetter: false).ranking.map(\.number) == [4, 2, 1, 7, 6, 3])
    }

    @Test(arguments: ["candidate", "metric", "higher_is_better", "trials", "parameters", "method"])
    func whatIsIncompleteIsNoRecord(missing: String) {
        let members = record().json.members ?? []
        #expect(SearchRecord(.object(members.filter { $0.name != missing })) == nil)
    }
}
