/// What the gate said of a run, as the run's record tells it.
public struct RecordedVerdict: Sendable, Equatable {
    public let decision: GateVerdict.Decision
    /// Why it was refused, without a full stop; nil where it was not.
    public let reasons: String?
    /// When and why it was published all the same; nil where it was not.
    public let force: GateVerdict.Force?

    /// Reads what `GateVerdict.record` wrote; nil where the run had no gate, or ended before it.
    init?(_ json: JSON?) {
        guard let decision = json?["verdict"]?.stringValue.flatMap(GateVerdict.Decision.init) else { return nil }
        self.decision = decision
        reasons = json?["reasons"]?.stringValue
        force = json?["forced"].flatMap(GateVerdict.Force.init)
    }
}

extension StoredRun {
    /// What the gate said of its winner; nil without a gate.
    public var verdict: RecordedVerdict? { RecordedVerdict(record["gate"]) }
}
