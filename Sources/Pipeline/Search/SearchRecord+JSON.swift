extension SearchRecord {
    /// The name it has among the facts of a stored model, and of a stored evaluation, which lists all.
    static let modelFact = "search"
    static let fact = "searches"
}

extension SearchRecord {
    /// As `run.json` lists it.
    public var json: JSON {
        [
            "candidate": .string(candidate), "method": .string(method), "metric": .string(metric),
            "higher_is_better": .bool(higherIsBetter),
            "parameters": .array(
                parameters.map {
                    ["name": .string($0.name), "scale": .string($0.isLogarithmic ? "logarithmic" : "linear")]
                }),
            "duplicates": .integer(duplicateCount), "chosen": chosen.map(JSON.integer) ?? .null,
            "settings": settings ?? .null, "trials": .array(trials.map(\.json)),
        ]
    }

    /// Reads back what `json` gave; nil when something is missing.
    public init?(_ json: JSON) {
        guard let candidate = json["candidate"]?.stringValue, let method = json["method"]?.stringValue,
            let metric = json["metric"]?.stringValue, let higherIsBetter = json["higher_is_better"]?.boolValue,
            let parameters = json["parameters"]?.arrayValue,
            let trials = json["trials"]?.arrayValue?.map(Trial.init), !trials.contains(nil)
        else { return nil }
        let settings = json["settings"]
        self.init(
            candidate: candidate, method: method, metric: metric, higherIsBetter: higherIsBetter,
            parameters: parameters.map {
                .init(
                    name: $0["name"]?.stringValue ?? "", isLogarithmic: $0["scale"]?.stringValue == "logarithmic")
            },
            duplicateCount: json["duplicates"]?.integerValue ?? 0, trials: trials.compactMap(\.self),
            chosen: json["chosen"]?.integerValue, settings: settings == .null ? nil : settings)
    }
}

extension SearchRecord.Trial {
    var json: JSON {
        var members: [JSON.Member] = [
            .init("number", .integer(number)), .init("settings", .object(parameters)),
            .init("iterations", .integer(rungs.last?.iterations ?? 0)),
            .init("score", score.map(JSON.double) ?? .null), .init("status", .string(status.rawValue)),
            .init("seconds", .double((seconds * 1000).rounded() / 1000)),
            .init(
                "rungs",
                .array(rungs.map { ["iterations": .integer($0.iterations), "score": .double($0.score)] })),
        ]
        if let reason { members.append(.init("reason", .string(reason))) }
        return .object(members)
    }

    init?(_ json: JSON) {
        guard let number = json["number"]?.integerValue, let parameters = json["settings"]?.members,
            let status = json["status"]?.stringValue.flatMap(SearchRecord.Status.init(rawValue:)),
            let rungs = json["rungs"]?.arrayValue
        else { return nil }
        self.init(
            number: number, parameters: parameters, status: status,
            rungs: rungs.map {
                .init(iterations: $0["iterations"]?.integerValue ?? 0, score: $0["score"]?.doubleValue ?? .nan)
            },
            seconds: json["seconds"]?.doubleValue ?? 0, reason: json["reason"]?.stringValue)
    }
}
