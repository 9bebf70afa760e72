import Pipeline
import Testing

@Suite struct UserGroupingTests {
    private func grouping(_ sizes: [(String?, Int)]) -> UserGrouping {
        let values = sizes.flatMap { size in (0..<size.1).map { _ in size.0 } }
        return UserGrouping(column: "region", values: values, most: 20) { $0 }
    }

    private func twenty(_ users: Int) -> [(String?, Int)] {
        (0..<20).map { ("value \($0 + 10)", users) }
    }

    /// One value too many, of one user: the others stand as they did without it.
    @Test func aStrayValueTakesNoGroupAway() {
        let found = grouping(twenty(20) + [("stray", 1)])
        #expect(found.absence == nil && found.smallCount == 1)
        #expect(found.names == (10..<30).map { "value \($0)" })
        #expect(
            found.codes == (0..<20).flatMap { [Int32](repeating: $0, count: 20) } + [UserGrouping.small])
        #expect(found.labels.last == .some(nil) && found.labels.first == "value 10")
    }

    @Test func whyThereAreNoGroups() {
        #expect(
            grouping(twenty(20) + [("more", 20)]).absence
                == "has 21 values that 20 or more test users share each, and at most 20 make groups")
        #expect(grouping([(nil, 50)]).absence == "has no value for any test user")
        #expect(grouping([]).absence == "has no value for any test user")
        #expect(grouping([("north", 50)]).absence == "has the same value for all test users")
        #expect(
            grouping([("north", 19), ("south", 19)]).absence == "has no value that 20 test users share")
        #expect(grouping([("north", 20), ("south", 1)]).absence == nil)
        #expect(grouping([("north", 20), (nil, 1)]).absence == nil)
    }

    /// Twenty without a value are a group, nineteen are one of those that are too small to be told apart.
    @Test func usersWithoutAValueAreAGroupLikeOthers() {
        let many = grouping([("north", 20), (nil, 20), ("south", 3)])
        #expect(many.codes[20] == UserGrouping.withoutValue && many.smallCount == 1)
        let few = grouping([("north", 20), (nil, 19), ("south", 3)])
        #expect(few.codes[20] == UserGrouping.small && few.smallCount == 2)
        #expect(few.labels[20] == nil && many.labels[20] == nil)
    }
}
