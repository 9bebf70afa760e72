/// One line of a pipeline's publishing history.
public struct PublishingRecord: Sendable, Equatable {
    public enum Action: String, Sendable {
        case publish
        /// Against the gate.
        case forcedPublish = "forced_publish"
        case rollback
        /// `current` was found to lead to the run without a line that says so: somebody moved it, or the history was begun later.
        case found
    }

    /// Microseconds UTC.
    public let at: Int64
    public let action: Action
    /// The run that is published from then on.
    public let run: String
    /// The run that was published before; nil for the first.
    public let previous: String?
    /// What the gate had said of the run; nil without a gate.
    public let verdict: GateVerdict.Decision?
    public let reason: String?

    public init(
        at: Int64, action: Action, run: String, previous: String?, verdict: GateVerdict.Decision?, reason: String? = nil
    ) {
        self.at = at
        self.action = action
        self.run = run
        self.previous = previous
        self.verdict = verdict
        self.reason = reason
    }

    /// What it does to the publications that stand.
    var step: PublishingHistory.Step {
        switch action {
        case .publish, .forcedPublish: .publish(run)
        case .rollback, .found: .back(to: run)
        }
    }
}

extension PublishingRecord {
    public var json: JSON {
        [
            "schema": 1, "at": .string(Instant.text(microseconds: at)), "action": .string(action.rawValue),
            "run": .string(run), "previous": previous.map(JSON.string) ?? .null,
            "verdict": verdict.map { .string($0.rawValue) } ?? .null, "reason": reason.map(JSON.string) ?? .null,
        ]
    }

    /// Reads back what `json` gave; nil where something is missing.
    public init?(_ json: JSON) {
        guard json["schema"]?.integerValue == 1, let at = json["at"]?.stringValue.flatMap(Instant.parse),
            let action = json["action"]?.stringValue.flatMap(Action.init), let run = json["run"]?.stringValue
        else { return nil }
        self.init(
            at: at, action: action, run: run, previous: json["previous"]?.stringValue,
            verdict: json["verdict"]?.stringValue.flatMap(GateVerdict.Decision.init),
            reason: json["reason"]?.stringValue)
    }
}
