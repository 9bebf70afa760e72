import Pipeline
import Tables

/// The columns of the users' side table that cut test users into groups worth looking at.
///
/// Texts and flags with few values stand as they are; numbers with many are cut into quarters of the test users. A value
/// that few users share is left out, because it would rather name a person than a group. Times and texts with many values
/// (names, postcodes) are left out whole.
struct UserColumns {
    static let mostValues = 20
    static let fewestUsers = 20

    let columns: [Evaluation.Evidence.UserColumn]

    /// - Parameter users: rows of the table.
    init(_ table: Table?, of users: [Int32]) {
        guard let table else {
            columns = []
            return
        }
        columns = zip(table.schema.fields, table.columns).compactMap { field, column in
            guard let groups = Self.groups(of: column, users).map(Self.withoutRare),
                Set(groups.lazy.compactMap(\.self)).count > 1
            else { return nil }
            return Evaluation.Evidence.UserColumn(name: field.name, values: groups)
        }
    }

    /// The group of each user; nil where the column makes none.
    private static func groups(of column: Column, _ users: [Int32]) -> [String?]? {
        func spelled<Value: Hashable>(_ values: [Value?], _ text: (Value) -> String) -> [String?]? {
            let distinct = Set(values.lazy.compactMap(\.self)).count
            return distinct > 1 && distinct <= mostValues ? values.map { $0.map(text) } : nil
        }
        func numbers<Value: BinaryInteger>(_ values: [Value?]) -> [String?]? {
            spelled(values, { "\($0)" }) ?? quarters(values.map { $0.map { Double($0) } })
        }
        switch column {
        case .string(let column):
            return spelled(users.map { column.codes[Int($0)] < 0 ? nil : column.codes[Int($0)] }) {
                column.dictionary[Int($0)]
            }
        case .bool(let column): return spelled(values(of: column, users), \.description)
        case .int64(let column): return numbers(values(of: column, users))
        case .float64(let column):
            let values = values(of: column, users)
            return spelled(values, \.description) ?? quarters(values)
        case .timestamp: return nil
        }
    }

    private static func values<Value>(of column: ValueColumn<Value>, _ users: [Int32]) -> [Value?] {
        users.map { column.isPresent(Int($0)) ? column.values[Int($0)] : nil }
    }

    /// Quarters by value, named by their ends; nil where there are fewer than four distinct values.
    private static func quarters(_ values: [Double?]) -> [String?]? {
        let sorted = values.lazy.compactMap(\.self).filter(\.isFinite).sorted()
        guard let first = sorted.first, let last = sorted.last else { return nil }
        let cuts = (1...3).map { sorted[sorted.count * $0 / 4] }
        guard first < cuts[0], cuts[0] < cuts[1], cuts[1] < cuts[2], cuts[2] < last else { return nil }
        func text(_ value: Double) -> String { JSON.double(value).text() }
        let names = [
            "below \(text(cuts[0]))", "\(text(cuts[0])) to below \(text(cuts[1]))",
            "\(text(cuts[1])) to below \(text(cuts[2]))", "\(text(cuts[2])) and above",
        ]
        return values.map { value in value.map { value in names[cuts.count { $0 <= value }] } }
    }

    private static func withoutRare(_ groups: [String?]) -> [String?] {
        var counts: [String: Int] = [:]
        for case let group? in groups { counts[group, default: 0] += 1 }
        return groups.map { group in group.flatMap { counts[$0, default: 0] >= fewestUsers ? $0 : nil } }
    }
}
