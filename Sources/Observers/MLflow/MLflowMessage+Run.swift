import Foundation
import Pipeline

extension MLflowMessage {
    /// What MLflow is told of a run.
    ///
    /// - Parameters:
    ///   - experiment: nil for `config/pipeline`.
    ///   - registeredModel: nil for `config.pipeline`.
    package init(_ run: EndedRun, experiment: String?, registeredModel: String?) {
        let record = run.result.record
        let config = run.pipeline.config.name
        let pipeline = run.pipeline.pipeline.name
        self.init(
            experiment: experiment ?? "\(config)/\(pipeline)", run: record.id,
            startMilliseconds: Self.milliseconds(record.started),
            endMilliseconds: Self.milliseconds(record.ended ?? record.started), status: Status(record.status),
            tags: Self.tags(run),
            parameters: Self.distinct(
                FlattenedSettings.list(record.pipeline).map {
                    Pair(key: MLflowNames.key($0.key), value: MLflowNames.parameter($0.value))
                }, by: \.key),
            metrics: Self.metrics(run), artifacts: Self.artifacts(run),
            registration: run.result.isPublished
                ? Registration(model: registeredModel ?? "\(config).\(pipeline)", config: config, pipeline: pipeline)
                : nil)
    }

    private static func milliseconds(_ date: Date) -> Int { Int((date.timeIntervalSince1970 * 1000).rounded()) }

    /// The first of those that MLflow would take for the same.
    private static func distinct<Element>(_ elements: [Element], by key: (Element) -> String) -> [Element] {
        var known: Set<String> = []
        return elements.filter { known.insert(key($0)).inserted }
    }
}

extension MLflowMessage.Status {
    fileprivate init(_ status: RunRecord.Status) {
        switch status {
        case .succeeded, .refused: self = .finished
        case .interrupted: self = .killed
        case .failed, .running: self = .failed
        }
    }
}

// MARK: - Tags

extension MLflowMessage {
    private static func tags(_ run: EndedRun) -> [Pair] {
        let record = run.result.record
        let evaluation = run.result.evaluation
        var tags: [(String, String?)] = [
            (runTag, record.id), ("mercer.config", run.pipeline.config.name),
            ("mercer.pipeline", run.pipeline.pipeline.name), ("mercer.version", MercerVersion.current),
            ("mercer.exit_status", record.exitStatus.map { "\($0)" }),
            ("mercer.as_of", record.asOf.map(Instant.text)), ("mercer.seed", "\(record.seed)"),
            ("mercer.selected", evaluation?.selected), ("mercer.selected_on", evaluation?.selectedOn),
            ("mercer.test_digest", evaluation?.testDigest), ("mercer.error", record.error),
            ("mlflow.source.name", "mercer run \(run.pipeline.pipeline.name)"), ("mlflow.source.type", "JOB"),
            ("mlflow.source.git.commit", GitCommit.ofPipeline(at: run.pipeline.pipeline.path)),
        ]
        for (position, input) in record.inputs.enumerated() {
            let table = input["table"]?.stringValue ?? ""
            tags.append(("mercer.input.\(position).\(table)", input["sha256"]?.stringValue.map { "sha256:\($0)" }))
        }
        return tags.compactMap { key, value in
            value.map { Pair(key: MLflowNames.key(key), value: MLflowNames.tag($0)) }
        }
    }

    /// The tag by which a run that was sent is found again.
    static let runTag = "mercer.run"
}

// MARK: - Metrics

extension MLflowMessage {
    private static func metrics(_ run: EndedRun) -> [Metric] {
        let metrics = scores(run.result.evaluation) + curves(run) + facts(run)
        return distinct(metrics.filter(\.value.isFinite)) { "\($0.key) \($0.step)" }
    }

    /// The winner's metrics under their own names, and those of every candidate under its id.
    private static func scores(_ evaluation: Evaluation?) -> [Metric] {
        guard let evaluation else { return [] }
        let winner = evaluation.candidates.first { $0.id == evaluation.selected }
        let own = (winner?.metrics ?? []).map {
            Metric(key: MLflowNames.key($0.metric), value: $0.value.value, step: 0)
        }
        let each = evaluation.candidates.flatMap { candidate in
            candidate.metrics.map {
                Metric(key: MLflowNames.key(candidate.id, $0.metric), value: $0.value.value, step: 0)
            } + [Metric(key: MLflowNames.key(candidate.id, "fit_seconds"), value: candidate.fitSeconds, step: 0)]
        }
        return own + each
    }

    /// Loss and validation metric of each iteration.
    private static func curves(_ run: EndedRun) -> [Metric] {
        run.content.curves.flatMap { curve in
            curve.trace.iterations.flatMap { iteration in
                [("loss", iteration.loss), ("validation", iteration.validation)].compactMap { name, value in
                    value.map {
                        Metric(key: MLflowNames.key(curve.candidate, name), value: $0, step: iteration.number)
                    }
                }
            }
        }
    }

    private static func facts(_ run: EndedRun) -> [Metric] {
        let record = run.result.record
        let stages = record.stages.map {
            Metric(key: MLflowNames.key("seconds", $0.stage.rawValue), value: $0.seconds, step: 0)
        }
        let counts = run.result.counts.map {
            Metric(key: MLflowNames.key("data", $0.name), value: Double($0.count), step: 0)
        }
        let total = record.ended.map {
            Metric(key: MLflowNames.key("seconds", "run"), value: $0.timeIntervalSince(record.started), step: 0)
        }
        let memory = record.peakMemoryBytes.map { Metric(key: "peak_memory_bytes", value: Double($0), step: 0) }
        return stages + counts + [total, memory].compactMap(\.self)
    }
}

// MARK: - Artifacts

extension MLflowMessage {
    /// Where a run's artifacts hold its bundle.
    static let bundleFolder = "bundle"

    private static func artifacts(_ run: EndedRun) -> [Artifact] {
        let own = ["run.json", "metrics.json", "report.html"].map {
            Artifact(path: $0, file: "\(run.directory)/\($0)")
        }
        return own.filter { FileManager.default.fileExists(atPath: $0.file) } + (run.result.bundle.map(bundle) ?? [])
    }

    /// The bundle's files, its manifest last: a bundle is whole with it.
    private static func bundle(_ directory: String) -> [Artifact] {
        let names = (FileManager.default.enumerator(atPath: directory)?.compactMap { $0 as? String } ?? []).sorted()
        let files = names.filter { name in
            var isDirectory: ObjCBool = false
            return FileManager.default.fileExists(atPath: "\(directory)/\(name)", isDirectory: &isDirectory)
                && !isDirectory.boolValue
        }
        let ordered = files.filter { $0 != BundleFile.manifest } + files.filter { $0 == BundleFile.manifest }
        return ordered.map { Artifact(path: "\(bundleFolder)/\($0)", file: "\(directory)/\($0)") }
    }
}
