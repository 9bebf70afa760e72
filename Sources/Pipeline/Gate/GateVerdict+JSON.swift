import DurableFiles

extension GateVerdict {
    package static let name = "gate.json"
    private static let schema = 1

    public var json: JSON {
        [
            "schema": .integer(Self.schema), "run": .string(run), "verdict": .string(decision.rawValue),
            "first_run": .bool(isFirstRun), "champion": champion.map(JSON.string) ?? .null,
            "same_model": .bool(isSameModel),
            "obstacle": obstacle?.json ?? .null,
            "conditions": .array(conditions.map(\.json)), "forced": force?.json ?? .null,
        ]
    }

    /// Reads back what `json` gave; nil where something is missing.
    public init?(_ json: JSON) {
        guard json["schema"]?.integerValue == Self.schema, let run = json["run"]?.stringValue,
            let conditions = json["conditions"]?.arrayValue?.map(Condition.init), !conditions.contains(nil)
        else { return nil }
        self.init(
            run: run, champion: json["champion"]?.stringValue, isSameModel: json["same_model"]?.boolValue ?? false,
            obstacle: json["obstacle"].flatMap(Obstacle.init), conditions: conditions.compactMap(\.self),
            force: json["forced"].flatMap(Force.init))
    }

    /// The verdict a run left; nil where its pipeline has no gate, or it ended before that.
    public init?(in runDirectory: String) {
        guard let json = JSON(remembered: "\(runDirectory)/\(Self.name)") else { return nil }
        self.init(json)
    }

    func write(to runDirectory: String, in files: FileSystem) throws {
        try files.write(json.text(indented: true) + "\n", to: "\(runDirectory)/\(Self.name)")
    }

    /// What `run.json` says of it.
    var record: JSON {
        [
            "verdict": .string(decision.rawValue), "first_run": .bool(isFirstRun),
            "champion": champion.map(JSON.string) ?? .null,
            "reasons": decision == .passed ? .null : .string(reasons),
            "forced": force?.json ?? .null,
        ]
    }
}

extension GateVerdict.Condition {
    fileprivate var json: JSON {
        .object([.init("condition", .string(name)), .init("settings", settings)] + outcome.members)
    }

    fileprivate init?(_ json: JSON) {
        guard let name = json["condition"]?.stringValue, let settings = json["settings"],
            let outcome = ConditionOutcome(json)
        else { return nil }
        self.init(name: name, settings: settings, outcome: outcome)
    }
}

extension GateVerdict.Obstacle {
    fileprivate var json: JSON {
        ["cause": .string(cause), "text": .string(text), "remedy": .string(remedy)]
    }

    fileprivate init?(_ json: JSON) {
        guard let cause = json["cause"]?.stringValue, let text = json["text"]?.stringValue,
            let remedy = json["remedy"]?.stringValue
        else { return nil }
        self.init(cause: cause, text: text, remedy: remedy)
    }
}

extension GateVerdict.Force {
    public var json: JSON {
        ["reason": .string(reason), "at": .string(Instant.text(microseconds: at))]
    }

    init?(_ json: JSON) {
        guard let reason = json["reason"]?.stringValue, let at = json["at"]?.stringValue.flatMap(Instant.parse) else {
            return nil
        }
        self.init(reason: reason, at: at)
    }
}
