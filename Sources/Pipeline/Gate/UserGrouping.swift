/// How a column of the users' table cuts all test users into groups, or why it makes none.
///
/// Nobody is left out: users without a value are a group of their own, and groups that are too small to be named are counted.
public struct UserGrouping: Sendable, Equatable {
    /// Fewer users would rather be persons than a group: nothing names what they share.
    public static let fewestUsers = 20
    /// In `codes`: a user without a value, where `fewestUsers` or more have none.
    public static let withoutValue: Int32 = -1
    /// In `codes`: a user of a group of fewer than `fewestUsers`.
    public static let small: Int32 = -2

    public let column: String
    /// Why it makes no groups, in words that follow the column's name; nil where it makes some.
    public let absence: String?
    /// The groups of `fewestUsers` test users or more, in the order of their names.
    public let names: [String]
    /// How many groups are smaller, users without a value among them.
    public let smallCount: Int
    /// For each user a place in `names`, `withoutValue` or `small`; empty where there are no groups.
    public let codes: [Int32]

    init(column: String, absence: String?, names: [String], smallCount: Int, codes: [Int32]) {
        self.column = column
        self.absence = absence
        self.names = names
        self.smallCount = smallCount
        self.codes = codes
    }

    /// Groups by equal values. O(users).
    ///
    /// - Parameters:
    ///   - values: of each user; nil where there is none.
    ///   - most: so many groups, small ones not counted, are still worth looking at.
    ///   - name: what a value's group is called, another for each value.
    public init<Value: Hashable>(column: String, values: [Value?], most: Int, name: (Value) -> String) {
        var counts: [Value: Int] = [:]
        for case let value? in values { counts[value, default: 0] += 1 }
        let shared = counts.filter { $0.value >= Self.fewestUsers }.keys
        let large = shared.map { (name: name($0), value: $0) }.sorted { $0.name < $1.name }
        let missing = values.count - counts.values.reduce(0, +)
        let smallCount = counts.count - large.count + (1..<Self.fewestUsers ~= missing ? 1 : 0)
        let isAlone = counts.count == 1 && missing == 0
        if let absence = Self.absence(distinct: counts.count, large: large.count, isAlone: isAlone, most: most) {
            self.init(column: column, absence: absence, names: [], smallCount: 0, codes: [])
            return
        }
        let places = Dictionary(uniqueKeysWithValues: large.enumerated().map { ($1.value, Int32($0)) })
        let missingCode = missing < Self.fewestUsers ? Self.small : Self.withoutValue
        self.init(
            column: column, absence: nil, names: large.map(\.name), smallCount: smallCount,
            codes: values.map { value in value.map { places[$0] ?? Self.small } ?? missingCode })
    }

    private static func absence(distinct: Int, large: Int, isAlone: Bool, most: Int) -> String? {
        if distinct == 0 { return "has no value for any test user" }
        if isAlone { return "has the same value for all test users" }
        if large == 0 { return "has no value that \(fewestUsers) test users share" }
        guard large > most else { return nil }
        return
            "has \(large) values that \(fewestUsers) or more test users share each, and at most \(most) make groups"
    }

    /// The name of each user's group, as files for people have it: nil without a value, and in small groups.
    public var labels: [String?] { codes.map { $0 < 0 ? nil : names[Int($0)] } }
}
