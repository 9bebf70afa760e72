import Pipeline
import Tables

/// The columns of the users' side table that cut test users into groups worth looking at.
///
/// Texts and flags stand as they are; numbers with many values are cut into quarters of the test users. Times make no groups.
struct UserColumns {
    static let mostValues = 20

    /// Of all columns but times.
    let groupings: [UserGrouping]

    /// - Parameter users: rows of the table.
    init(_ table: Table?, of users: [Int32]) {
        guard let table else {
            groupings = []
            return
        }
        groupings = zip(table.schema.fields, table.columns).compactMap { field, column in
            Self.grouping(field.name, of: column, users)
        }
    }

    /// Those with more than one group that has a name, for files that people read: values that few users share are left out,
    /// because they would rather name a person than a group.
    var told: [Evaluation.Evidence.UserColumn] {
        groupings.filter { $0.names.count > 1 }.map { .init(name: $0.column, values: $0.labels) }
    }

    private static func grouping(_ name: String, of column: Column, _ users: [Int32]) -> UserGrouping? {
        switch column {
        case .string(let column):
            let codes = users.map { column.codes[Int($0)] < 0 ? nil : column.codes[Int($0)] }
            return UserGrouping(column: name, values: codes, most: mostValues) { column.dictionary[Int($0)] }
        case .bool(let column):
            return UserGrouping(
                column: name, values: values(of: column, users), most: mostValues, name: \.description)
        case .int64(let column): return numbers(name, values(of: column, users)) { Double($0) }
        case .float64(let column):
            return numbers(name, values(of: column, users).map { $0.flatMap { $0.isNaN ? nil : $0 } }) { $0 }
        case .timestamp: return nil
        }
    }

    private static func values<Value>(of column: ValueColumn<Value>, _ users: [Int32]) -> [Value?] {
        users.map { column.isPresent(Int($0)) ? column.values[Int($0)] : nil }
    }

    /// Few values as they are, more of them in quarters.
    private static func numbers<Value: Hashable & CustomStringConvertible>(
        _ name: String, _ values: [Value?], _ number: (Value) -> Double
    ) -> UserGrouping {
        guard Set(values.lazy.compactMap(\.self)).count > mostValues else {
            return UserGrouping(column: name, values: values, most: mostValues, name: \.description)
        }
        let quarters = Quarters(of: values.compactMap { $0.map(number) }.filter(\.isFinite))
        return UserGrouping(
            column: name, values: values.map { $0.map { quarters.index(of: number($0)) } },
            most: mostValues, name: quarters.name(of:))
    }
}
