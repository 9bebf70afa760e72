import Pipeline
import Tables
import Testing

@Suite struct MinimumActivityTests {
    /// Both sides need 2. u3 leaves (1 item). Then a and c leave (1 user each: u1, u2). Then u1 and u2, who have b alone.
    /// u4 and u5 keep b and d alive. u1's two rows on b are one pair, so u1 never had more than a and b.
    private let table = events("u1 a, u1 b, u1 b, u2 b, u2 c, u3 c, u4 b, u4 d, u5 b, u5 d")

    private func settings(perUser: Int, perItem: Int) -> JSON {
        [
            "kind": "interactions", "table": "events", "minimum_per_user": .integer(perUser),
            "minimum_per_item": .integer(perItem),
        ]
    }

    @Test func `leaving spreads until everybody left has enough`() throws {
        let outcome = try Stage(settings(perUser: 2, perItem: 2)).run(["events": table])
        #expect(outcome.pairs == ["u4 b": 1, "u4 d": 1, "u5 b": 1, "u5 d": 1])
        #expect(outcome.dropped("minimums") == ["minimum_per_user": 4, "minimum_per_item": 2])
        #expect(outcome.step("minimums")?.rowsIn == 10)
    }

    @Test func `a pair seen twice counts once`() throws {
        let outcome = try Stage(settings(perUser: 2, perItem: 1)).run(["events": events("u a, u a, v a, v b")])
        #expect(outcome.pairs == ["v a": 1, "v b": 1])
        #expect(outcome.dropped("minimums") == ["minimum_per_user": 2])
    }

    @Test func `minimums that leave nothing are an error`() throws {
        let stage = Stage(settings(perUser: 3, perItem: 2))
        let error = #expect(throws: DataError.self) { try stage.run(["events": table]) }
        #expect(error?.remedy == "lower `minimum_per_user` or `minimum_per_item`")
    }

    @Test(arguments: [(2, 3), (4, 4), (6, 2), (1, 9)])
    func `survivors and reasons are those of counting again after every round`(perUser: Int, perItem: Int) throws {
        let table = randomEvents(1_500, users: 160, items: 90, seed: 11)
        let outcome = try Stage(settings(perUser: perUser, perItem: perItem)).run(["events": table])
        let expected = peeled(pairs(of: table), perUser: perUser, perItem: perItem)
        #expect(Set(outcome.pairs.keys) == Set(expected.left.keys.map { "\($0[0]) \($0[1])" }))
        #expect(outcome.dropped("minimums")["minimum_per_user", default: 0] == expected.withUsers)
        #expect(outcome.dropped("minimums")["minimum_per_item", default: 0] == expected.withItems)
    }

    private func pairs(of table: Table) -> [[String]: Int] {
        guard case .string(let users)? = table["user"], case .string(let items)? = table["item"] else { return [:] }
        return (0..<table.rowCount).reduce(into: [:]) { $0[[users[$1]!, items[$1]!], default: 0] += 1 }
    }

    /// The slow twin: count all, drop all users below, count all, drop all items below, again until nothing changes.
    private func peeled(
        _ pairs: [[String]: Int], perUser: Int, perItem: Int
    ) -> (left: [[String]: Int], withUsers: Int, withItems: Int) {
        var left = pairs
        var dropped = [0, 0]
        var hasChanged = true
        while hasChanged {
            hasChanged = false
            for (side, minimum) in [(0, perUser), (1, perItem)] {
                let degrees = left.keys.reduce(into: [String: Int]()) { $0[$1[side], default: 0] += 1 }
                let weak = left.filter { degrees[$0.key[side]]! < minimum }
                dropped[side] += weak.values.reduce(0, +)
                for key in weak.keys { left[key] = nil }
                hasChanged = hasChanged || !weak.isEmpty
            }
        }
        return (left, dropped[0], dropped[1])
    }
}
