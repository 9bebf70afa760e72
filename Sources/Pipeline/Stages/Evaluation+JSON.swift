import Modelling

extension Evaluation {
    /// All but the values per user, which go to a file of their own: as the cache keeps it.
    public var json: JSON {
        [
            "selected": .string(selected), "selected_on": .string(selectedOn), "test_digest": .string(testDigest),
            "candidates": .array(candidates.map(\.json)),
            "accounts": .array(accounts.map { ["name": .string($0.name), "count": .integer($0.count)] }),
            "samples": .array(samples.map(\.json)),
            "lower_is_better": .array(lowerIsBetter.sorted().map(JSON.string)),
        ]
    }

    /// Reads back what `json` gave, without values per user; nil when something is missing.
    public init?(_ json: JSON) {
        guard let selected = json["selected"]?.stringValue, let selectedOn = json["selected_on"]?.stringValue,
            let testDigest = json["test_digest"]?.stringValue,
            let candidates = json["candidates"]?.arrayValue?.map(CandidateScores.init),
            !candidates.contains(where: { $0 == nil })
        else { return nil }
        self.init(
            selected: selected, selectedOn: selectedOn, testDigest: testDigest,
            candidates: candidates.compactMap(\.self), perUser: PerUser(users: [], columns: []),
            accounts: (json["accounts"]?.arrayValue ?? []).map {
                ($0["name"]?.stringValue ?? "", $0["count"]?.integerValue ?? 0)
            },
            samples: (json["samples"]?.arrayValue ?? []).compactMap(SampleRecommendation.init),
            lowerIsBetter: Set((json["lower_is_better"]?.arrayValue ?? []).compactMap(\.stringValue)))
    }
}

extension Evaluation.CandidateScores {
    var json: JSON {
        [
            "id": .string(id), "model": .string(modelName), "fit_seconds": .double(fitSeconds),
            "metrics": Evaluation.json(metrics), "validation": Evaluation.json(validation),
            "curves": .array(curves.map(\.json)),
        ]
    }

    init?(_ json: JSON) {
        guard let id = json["id"]?.stringValue, let modelName = json["model"]?.stringValue,
            let fitSeconds = json["fit_seconds"]?.doubleValue
        else { return nil }
        self.init(
            id: id, modelName: modelName, fitSeconds: fitSeconds, metrics: Evaluation.scores(json["metrics"]),
            validation: Evaluation.scores(json["validation"]),
            curves: (json["curves"]?.arrayValue ?? []).map(Evaluation.Curve.init))
    }
}

extension Evaluation.Curve {
    /// Points as `[list length, value]`.
    public var json: JSON {
        [
            "metric": .string(metric),
            "points": .array(points.map { [.integer($0.listLength), .double($0.value)] }),
        ]
    }

    init(_ json: JSON) {
        self.init(
            metric: json["metric"]?.stringValue ?? "",
            points: (json["points"]?.arrayValue ?? []).compactMap { point in
                guard let pair = point.arrayValue, pair.count == 2, let length = pair[0].integerValue,
                    let value = pair[1].doubleValue
                else { return nil }
                return (length, value)
            })
    }
}

extension Evaluation {
    /// Scores as `metrics.json` lists them: by the metric's label.
    public static func json(_ scores: [Score]) -> JSON {
        .object(
            scores.map { score in
                .init(
                    score.metric,
                    [
                        "value": .double(score.value.value), "low": score.value.low.map(JSON.double) ?? .null,
                        "high": score.value.high.map(JSON.double) ?? .null, "count": .integer(score.value.count),
                    ])
            })
    }

    static func scores(_ json: JSON?) -> [Score] {
        (json?.members ?? []).compactMap { member in
            guard let value = member.value["value"]?.doubleValue else { return nil }
            return Score(
                metric: member.name,
                value: MetricValue(
                    value: value, low: member.value["low"]?.doubleValue, high: member.value["high"]?.doubleValue,
                    count: member.value["count"]?.integerValue ?? 0))
        }
    }

    /// `metrics.json`. A candidate that did not do all its iterations is marked with how it ended, and one that was searched
    /// with the settings that were found.
    func metricsFile(endings: [String: TrainingTrace.Ending], searched: [String: JSON]) -> JSON {
        [
            "schema": 1, "selected": .string(selected), "selected_on": .string(selectedOn),
            "test_digest": .string(testDigest),
            "candidates": .array(
                candidates.map { candidate in
                    var members: [JSON.Member] = [
                        .init("id", .string(candidate.id)), .init("model", .string(candidate.modelName)),
                        .init("fit_seconds", .double(candidate.fitSeconds)),
                        .init("metrics", Self.json(candidate.metrics)),
                    ]
                    if !candidate.validation.isEmpty {
                        members.append(.init("validation", Self.json(candidate.validation)))
                    }
                    if let settings = searched[candidate.id] { members.append(.init("settings", settings)) }
                    if let ending = endings[candidate.id], ending != .finished {
                        members.append(.init("ending", .string(ending.rawValue)))
                    }
                    return .object(members)
                }),
        ]
    }
}

extension SampleRecommendation {
    var json: JSON {
        [
            "user": .string(user), "history": .array(history.map(\.json)),
            "recommended": .array(recommended.map(\.json)),
        ]
    }

    init?(_ json: JSON) {
        guard let user = json["user"]?.stringValue else { return nil }
        self.init(
            user: user, history: (json["history"]?.arrayValue ?? []).compactMap(Item.init),
            recommended: (json["recommended"]?.arrayValue ?? []).compactMap(Item.init))
    }
}

extension SampleRecommendation.Item {
    var json: JSON {
        ["id": .string(id), "name": name.map(JSON.string) ?? .null, "value": .double(Double(value))]
    }

    init?(_ json: JSON) {
        guard let id = json["id"]?.stringValue, let value = json["value"]?.doubleValue else { return nil }
        self.init(id: id, name: json["name"]?.stringValue, value: Float(value))
    }
}
