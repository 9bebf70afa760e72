extension BackfillNight {
    /// As `backfill.json` lists it.
    public var json: JSON {
        [
            "as_of": .string(Instant.text(microseconds: asOf)), "run": .string(run),
            "exit_status": .integer(Int(exitCode.rawValue)), "error": error.map(JSON.string) ?? .null,
            "selected": selected.map(JSON.string) ?? .null, "metrics": Evaluation.json(metrics),
            "published": published.map(JSON.string) ?? .null, "next_days": nextDays.json,
        ]
    }

    /// Reads back what `json` gave; nil when something is missing.
    init?(_ json: JSON) {
        guard let asOf = json["as_of"]?.stringValue.flatMap(Instant.parse), let run = json["run"]?.stringValue,
            let code = json["exit_status"]?.integerValue.flatMap(Int32.init(exactly:)),
            let exitCode = ExitStatus(rawValue: code), let nextDays = json["next_days"].flatMap(NextDays.init)
        else { return nil }
        self.asOf = asOf
        self.run = run
        self.exitCode = exitCode
        error = json["error"]?.stringValue
        selected = json["selected"]?.stringValue
        metrics = Evaluation.scores(json["metrics"])
        published = json["published"]?.stringValue
        self.nextDays = nextDays
    }
}

extension NextDays {
    private enum Status: String {
        case pending, scored
        case noModel = "no_model"
        case noData = "no_data"
        case notScorable = "not_scorable"
    }

    public var json: JSON {
        switch self {
        case .pending: Self.json(.pending)
        case .noModel: Self.json(.noModel)
        case .noData: Self.json(.noData)
        case .notScorable(let reason): Self.json(.notScorable, [.init("reason", .string(reason))])
        case .scored(let scores):
            Self.json(
                .scored,
                [
                    .init("days", .integer(scores.days)),
                    .init("until", .string(Instant.text(microseconds: scores.until))),
                    .init("complete", .bool(scores.isComplete)), .init("metrics", Evaluation.json(scores.metrics)),
                ])
        }
    }

    private static func json(_ status: Status, _ members: [JSON.Member] = []) -> JSON {
        .object([.init("status", .string(status.rawValue))] + members)
    }

    /// Reads back what `json` gave; nil when something is missing.
    init?(_ json: JSON) {
        switch json["status"]?.stringValue.flatMap(Status.init) {
        case .pending: self = .pending
        case .noModel: self = .noModel
        case .noData: self = .noData
        case .notScorable: self = .notScorable(json["reason"]?.stringValue ?? "")
        case .scored:
            guard let days = json["days"]?.integerValue,
                let until = json["until"]?.stringValue.flatMap(Instant.parse),
                let isComplete = json["complete"]?.boolValue
            else { return nil }
            self = .scored(
                Scores(days: days, until: until, isComplete: isComplete, metrics: Evaluation.scores(json["metrics"])))
        case nil: return nil
        }
    }
}
