import Pipeline
import Tables
import Testing

@Suite struct LastSessionSplitTests {
    private let dataset: JSON = ["kind": "interactions", "table": "events"]

    @Test func `rows at the instant of a user's last row are a session by default`() throws {
        let table = events("u a 1, u b 2, u c 3, u a 3, v b 9, v a 9, v c 1, v b 2")
        let outcome = try Stage(dataset, split: ["by": "last_session"]).run(["events": table])
        #expect(outcome.pairs == ["u a": 1, "u b": 1, "v c": 1, "v b": 1])
        #expect(outcome.test == ["u c 1.0", "u a 1.0", "v b 1.0", "v a 1.0"])
    }

    @Test(arguments: [ColumnType.string, .int64, .float64])
    func `a session column of any type tells sessions apart`(type: ColumnType) throws {
        let sessions = [1, 2, 2, 1, 3]
        let column: Column =
            switch type {
            case .int64: .int64(ValueColumn(values: sessions.map(Int64.init)))
            case .float64: .float64(ValueColumn(values: sessions.map { Double($0) / 8 }))
            default: strings(sessions.map { "s\($0)" })
            }
        // u's last row is the one at day 9, in session 2; the other row of session 2 came first of all.
        let table = events("u a 5, u b 1, u b 9, u b 6, v a 1").adding("visit", column)
        let stage = Stage(dataset, split: ["by": "last_session", "session": "visit"])
        let outcome = try stage.run(["events": table])
        #expect(outcome.pairs == ["u a": 1, "u b": 1])
        #expect(outcome.test == ["u b 1.0", "u b 1.0"])
        #expect(outcome.dataset.test?.rowsWithUnknownUser == 1)
    }

    @Test func `the session before the last is the validation part`() throws {
        let table = events("u a 1, u b 1, u a 2, u b 2, u b 3")
        let outcome = try Stage(dataset, split: ["by": "last_session", "validation": true]).run(["events": table])
        #expect(outcome.test == ["u b 1.0"])
        #expect(outcome.validation == ["u a 1.0", "u b 1.0"])
    }

    @Test func `a last row without a session is held out alone`() throws {
        let table = events("u a 1, u b 2, u a 3, u b 4").adding("visit", strings(["s", nil, "s", nil]))
        let outcome = try Stage(dataset, split: ["by": "last_session", "session": "visit"]).run(["events": table])
        #expect(outcome.test == ["u b 1.0"])
        #expect(outcome.pairs == ["u a": 2, "u b": 1])
    }
}
