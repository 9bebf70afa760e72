/// What became of one stage in a run.
public struct StageRecord: Sendable, Equatable {
    public enum Status: String, Sendable {
        case ran
        /// An earlier result was reused.
        case cached
        /// Nothing that ran needed it.
        case skipped
    }

    public let stage: StageName
    public let status: Status
    public let seconds: Double
    /// The run that first produced a reused result.
    public let fromRun: String?
    public let steps: [StepAccount]

    public init(stage: StageName, status: Status, seconds: Double, fromRun: String?, steps: [StepAccount]) {
        self.stage = stage
        self.status = status
        self.seconds = seconds
        self.fromRun = fromRun
        self.steps = steps
    }

    public var json: JSON {
        var members: [JSON.Member] = [
            .init("stage", .string(stage.rawValue)), .init("status", .string(status.rawValue)),
            .init("seconds", .double((seconds * 1000).rounded() / 1000)),
        ]
        if let fromRun { members.append(.init("from_run", .string(fromRun))) }
        members.append(.init("steps", .array(steps.map(\.json))))
        return .object(members)
    }
}

extension StepAccount {
    /// Reads back what `json` gave; nil when the counts don't explain each other.
    public init?(_ json: JSON) {
        guard let step = json["step"]?.stringValue, let table = json["table"]?.stringValue,
            let rowsIn = json["rows_in"]?.integerValue, let rowsOut = json["rows_out"]?.integerValue,
            let dropped = json["dropped"]?.members
        else { return nil }
        let reasons = dropped.map { (reason: $0.name, count: $0.value.integerValue ?? 0) }
        guard rowsIn - rowsOut == reasons.reduce(0, { $0 + $1.count }) else { return nil }
        self.init(
            step: step, table: table, rowsIn: rowsIn, rowsOut: rowsOut, dropped: reasons,
            changed: json["changed"]?.integerValue)
    }
}
