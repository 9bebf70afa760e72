import Pipeline
import Tables
import Testing

@Suite struct LeaveLastOutSplitTests {
    private let dataset: JSON = ["kind": "interactions", "table": "events"]

    @Test func `the newest row of each user is held out, of equal times the later of the input`() throws {
        let table = events("u a 2, u b 9, u c 9, u d 1, v a 5, v b 4, v c 3, w d 1, w c 2")
        let outcome = try Stage(dataset, split: ["by": "leave_last_out"]).run(["events": table])
        #expect(outcome.pairs.keys.sorted() == ["u a", "u b", "u d", "v b", "v c", "w d"])
        // v's last is a and w's last is c: both known to training.
        #expect(outcome.test == ["u c 1.0", "v a 1.0", "w c 1.0"])
        #expect(outcome.dropped("split") == ["held_out_test": 3])
        #expect(outcome.step("split")?.rowsOut == 6)
    }

    @Test func `the validation part is the last of what is left`() throws {
        let table = events("u a 1, u b 2, u c 3, v c 1, v b 3, v a 2")
        let outcome = try Stage(dataset, split: ["by": "leave_last_out", "validation": true]).run(["events": table])
        #expect(outcome.pairs == ["u a": 1, "v c": 1])
        #expect(outcome.dataset.validation?.rowsWithUnknownItem == 1)
        #expect(outcome.validation == ["v a 1.0"])
        #expect(outcome.test == ["u c 1.0"])
        #expect(outcome.dropped("split") == ["held_out_test": 2, "held_out_validation": 2])
    }

    @Test func `several rows of each user are held out by time`() throws {
        let table = events("u a 3, u b 1, u c 2, u d 3, v c 7, v b 6, v a 5, v d 4")
        let outcome = try Stage(dataset, split: ["by": "leave_last_out", "count": 2]).run(["events": table])
        #expect(outcome.pairs.keys.sorted() == ["u b", "u c", "v a", "v d"])
        // Held-out rows come in input order.
        #expect(outcome.test == ["u a 1.0", "u d 1.0", "v c 1.0", "v b 1.0"])
    }

    @Test func `a user with no more rows than that is unknown to training and counted`() throws {
        let table = events("u a 1, u b 2, u b 3, v a 1")
        let outcome = try Stage(dataset, split: ["by": "leave_last_out"]).run(["events": table])
        #expect(outcome.dataset.training.users.strings == ["u"])
        #expect(outcome.dataset.test?.rowsWithUnknownUser == 1)
        #expect(outcome.test == ["u b 1.0"])
    }

    @Test(arguments: [1, 2]) func `input order does without times`(count: Int) throws {
        let table = events("u a, u b, u c, u a, v a, v b, v c, v b")
        let outcome = try Stage(dataset, split: ["by": "leave_last_out", "count": .integer(count)]).run([
            "events": table
        ])
        let expected = count == 1 ? ["u a 1.0", "v b 1.0"] : ["u a 1.0", "v b 1.0"]
        #expect(outcome.test == expected)
        #expect(outcome.dataset.test?.rowsWithUnknownItem == (count == 1 ? 0 : 2))
    }

    @Test func `all users cold after the split is an error`() throws {
        let stage = Stage(dataset, split: ["by": "leave_last_out"])
        let error = #expect(throws: DataError.self) { try stage.run(["events": events("u a 1, v a 2")]) }
        #expect(error?.found == "no row in the training part")
        let cold = #expect(throws: DataError.self) { try stage.run(["events": events("u a 1, u b 2, v c 1")]) }
        #expect(
            cold?.found == "no row in the test part that training knows the user and the item of: "
                + "1 rows of unknown users, 1 of unknown items")
    }
}
