/// What one step did to the rows of one table: no row disappears without a reason.
public struct StepAccount: Sendable, Equatable {
    public let step: String
    public let table: String
    public let rowsIn: Int
    public let rowsOut: Int
    /// Rows dropped, by reason, in the order the reasons are reported.
    public let dropped: [(reason: String, count: Int)]
    /// Cells rewritten (mapped, clipped, filled); nil where the step rewrites none.
    public let changed: Int?

    /// - Precondition: the rows dropped explain the difference between the rows in and out.
    public init(
        step: String, table: String, rowsIn: Int, rowsOut: Int, dropped: [(reason: String, count: Int)] = [],
        changed: Int? = nil
    ) {
        let explained = dropped.reduce(0) { $0 + $1.count }
        precondition(
            rowsIn - rowsOut == explained, "\(step) dropped \(rowsIn - rowsOut) rows and explains \(explained)")
        self.step = step
        self.table = table
        self.rowsIn = rowsIn
        self.rowsOut = rowsOut
        self.dropped = dropped.filter { $0.count > 0 }
        self.changed = changed
    }

    public static func == (left: StepAccount, right: StepAccount) -> Bool {
        left.json == right.json
    }

    /// As `run.json` lists it.
    public var json: JSON {
        var members: [JSON.Member] = [
            .init("step", .string(step)), .init("table", .string(table)), .init("rows_in", .integer(rowsIn)),
            .init("rows_out", .integer(rowsOut)),
            .init("dropped", .object(dropped.map { .init($0.reason, .integer($0.count)) })),
        ]
        if let changed { members.append(.init("changed", .integer(changed))) }
        return .object(members)
    }
}
