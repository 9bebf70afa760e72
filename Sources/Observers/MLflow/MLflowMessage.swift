import Pipeline

/// All that MLflow is told of a run; its files by their paths.
package struct MLflowMessage: Sendable, Equatable {
    package struct Pair: Sendable, Equatable {
        package let key: String
        package let value: String
    }

    package struct Metric: Sendable, Equatable {
        package let key: String
        package let value: Double
        package let step: Int
    }

    package struct Artifact: Sendable, Equatable {
        /// Relative to the run's artifacts.
        package let path: String
        package let file: String
    }

    package enum Status: String, Sendable {
        case finished = "FINISHED"
        case failed = "FAILED"
        case killed = "KILLED"
    }

    /// A bundle that was published.
    package struct Registration: Sendable, Equatable {
        package let model: String
        package let config: String
        package let pipeline: String
    }

    package let experiment: String
    package let run: String
    package let startMilliseconds: Int
    package let endMilliseconds: Int
    package let status: Status
    package let tags: [Pair]
    package let parameters: [Pair]
    package let metrics: [Metric]
    package let artifacts: [Artifact]
    /// Nil where the run published nothing.
    package let registration: Registration?
}

// MARK: - JSON

extension MLflowMessage {
    package var json: JSON {
        [
            "experiment": .string(experiment), "run": .string(run), "start_ms": .integer(startMilliseconds),
            "end_ms": .integer(endMilliseconds), "status": .string(status.rawValue),
            "tags": .array(tags.map { [.string($0.key), .string($0.value)] }),
            "params": .array(parameters.map { [.string($0.key), .string($0.value)] }),
            "metrics": .array(metrics.map { [.string($0.key), .double($0.value), .integer($0.step)] }),
            "artifacts": .array(artifacts.map { [.string($0.path), .string($0.file)] }),
            "registration": registration.map {
                ["model": .string($0.model), "config": .string($0.config), "pipeline": .string($0.pipeline)]
            } ?? .null,
        ]
    }

    package init?(_ json: JSON) {
        guard let experiment = json["experiment"]?.stringValue, let run = json["run"]?.stringValue,
            let start = json["start_ms"]?.integerValue, let end = json["end_ms"]?.integerValue,
            let status = json["status"]?.stringValue.flatMap(Status.init),
            let tags = Self.list(json["tags"], Pair.init), let parameters = Self.list(json["params"], Pair.init),
            let metrics = Self.list(json["metrics"], Metric.init),
            let artifacts = Self.list(json["artifacts"], Artifact.init)
        else { return nil }
        self.init(
            experiment: experiment, run: run, startMilliseconds: start, endMilliseconds: end, status: status,
            tags: tags, parameters: parameters, metrics: metrics, artifacts: artifacts,
            registration: json["registration"].flatMap(Registration.init))
    }

    private static func list<Element>(_ json: JSON?, _ make: ([JSON]) -> Element?) -> [Element]? {
        guard let elements = json?.arrayValue else { return nil }
        let made = elements.compactMap { $0.arrayValue.flatMap(make) }
        return made.count == elements.count ? made : nil
    }
}

extension MLflowMessage.Pair {
    fileprivate init?(_ json: [JSON]) {
        guard json.count == 2, let key = json[0].stringValue, let value = json[1].stringValue else { return nil }
        self.init(key: key, value: value)
    }
}

extension MLflowMessage.Metric {
    fileprivate init?(_ json: [JSON]) {
        guard json.count == 3, let key = json[0].stringValue, let value = json[1].doubleValue,
            let step = json[2].integerValue
        else { return nil }
        self.init(key: key, value: value, step: step)
    }
}

extension MLflowMessage.Artifact {
    fileprivate init?(_ json: [JSON]) {
        guard json.count == 2, let path = json[0].stringValue, let file = json[1].stringValue else { return nil }
        self.init(path: path, file: file)
    }
}

extension MLflowMessage.Registration {
    fileprivate init?(_ json: JSON) {
        guard let model = json["model"]?.stringValue, let config = json["config"]?.stringValue,
            let pipeline = json["pipeline"]?.stringValue
        else { return nil }
        self.init(model: model, config: config, pipeline: pipeline)
    }
}
