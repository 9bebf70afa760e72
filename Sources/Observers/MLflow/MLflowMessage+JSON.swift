import Pipeline

extension MLflowMessage {
    package var json: JSON {
        [
            "experiment": .string(experiment), "run": .string(run), "start_ms": .integer(startMilliseconds),
            "end_ms": .integer(endMilliseconds), "status": .string(status.rawValue),
            "tags": .array(tags.map(\.json)), "params": .array(parameters.map(\.json)),
            "scores": .array(scores.map(\.json)), "metrics": .array(metrics.map(\.json)),
            "artifacts": .array(artifacts.map(\.json)), "registration": registration?.json ?? .null,
        ]
    }

    package init?(_ json: JSON) {
        guard let experiment = json["experiment"]?.stringValue, let run = json["run"]?.stringValue,
            let start = json["start_ms"]?.integerValue, let end = json["end_ms"]?.integerValue,
            let status = json["status"]?.stringValue.flatMap(Status.init),
            let tags = Self.list(json["tags"], Pair.init), let parameters = Self.list(json["params"], Pair.init),
            let scores = Self.list(json["scores"], Metric.init),
            let metrics = Self.list(json["metrics"], Metric.init),
            let artifacts = Self.list(json["artifacts"], Artifact.init)
        else { return nil }
        self.init(
            experiment: experiment, run: run, startMilliseconds: start, endMilliseconds: end, status: status,
            tags: tags, parameters: parameters, scores: scores, metrics: metrics, artifacts: artifacts,
            registration: json["registration"].flatMap(Registration.init))
    }

    /// Nil where any element is none of its kind.
    static func list<Element>(_ json: JSON?, _ make: ([JSON]) -> Element?) -> [Element]? {
        guard let elements = json?.arrayValue else { return nil }
        let made = elements.compactMap { $0.arrayValue.flatMap(make) }
        return made.count == elements.count ? made : nil
    }
}

extension MLflowMessage.Pair {
    var json: JSON { [.string(key), .string(value)] }

    init?(_ json: [JSON]) {
        guard json.count == 2, let key = json[0].stringValue, let value = json[1].stringValue else { return nil }
        self.init(key: key, value: value)
    }
}

extension MLflowMessage.Metric {
    fileprivate var json: JSON { [.string(key), .double(value), .integer(step)] }

    fileprivate init?(_ json: [JSON]) {
        guard json.count == 3, let key = json[0].stringValue, let value = json[1].doubleValue,
            let step = json[2].integerValue
        else { return nil }
        self.init(key: key, value: value, step: step)
    }
}

extension MLflowMessage.Artifact {
    var json: JSON { [.string(path), .string(file)] }

    init?(_ json: [JSON]) {
        guard json.count == 2, let path = json[0].stringValue, let file = json[1].stringValue else { return nil }
        self.init(path: path, file: file)
    }
}

extension MLflowMessage.Registration {
    var json: JSON {
        [
            "model": .string(model), "config": .string(config), "pipeline": .string(pipeline),
            "published": .bool(isPublished), "tags": .array(tags.map(\.json)),
        ]
    }

    init?(_ json: JSON) {
        guard let model = json["model"]?.stringValue, let config = json["config"]?.stringValue,
            let pipeline = json["pipeline"]?.stringValue, let isPublished = json["published"]?.boolValue,
            let tags = MLflowMessage.list(json["tags"], MLflowMessage.Pair.init)
        else { return nil }
        self.init(model: model, config: config, pipeline: pipeline, isPublished: isPublished, tags: tags)
    }
}
