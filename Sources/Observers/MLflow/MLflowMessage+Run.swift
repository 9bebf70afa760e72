import DurableFiles
import Foundation
import Pipeline

extension MLflowMessage {
    /// What MLflow is told of a run.
    ///
    /// - Parameters:
    ///   - experiment: nil for `config/pipeline`.
    ///   - registeredModel: nil for `config.pipeline`.
    /// - Throws: `FileError` where the run's bundle can't be read.
    package init(_ run: EndedRun, experiment: String?, registeredModel: String?) throws(FileError) {
        let record = run.result.record
        let config = run.pipeline.config.name
        let pipeline = run.pipeline.pipeline.name
        self.init(
            experiment: experiment ?? Self.experiment(config: config, pipeline: pipeline), run: record.id,
            startMilliseconds: Self.milliseconds(record.started),
            endMilliseconds: Self.milliseconds(record.ended ?? record.started), status: Status(record.status),
            tags: Self.tags(run),
            parameters: Self.parameters(record.pipeline), scores: Self.scores(run.result.evaluation),
            metrics: Self.metrics(run),
            artifacts: try Self.artifacts(of: record.id, bundle: run.result.bundle, in: run.workspace),
            registration: run.result.bundle.map { _ in
                Registration(
                    model: registeredModel ?? Self.registeredModel(config: config, pipeline: pipeline), config: config,
                    pipeline: pipeline, isPublished: run.result.isPublished, tags: Self.gateTags(record.gate))
            })
    }

    /// The experiment of a config's pipeline, where none is stated.
    static func experiment(config: String, pipeline: String) -> String { "\(config)/\(pipeline)" }

    /// The registered model of a config's pipeline, where none is stated: a slash must not be in it.
    static func registeredModel(config: String, pipeline: String) -> String { "\(config).\(pipeline)" }

    private static func parameters(_ pipeline: JSON) -> [Pair] {
        let stated = FlattenedSettings.leaves(of: pipeline).filter { !$0.isName && $0.value != .null }
        return distinct(
            stated.map { leaf in
                Pair(
                    key: MLflowNames.key(leaf.address),
                    value: MLflowNames.parameter(leaf.value.stringValue ?? leaf.value.text()))
            }, by: \.key)
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
        return tags.compactMap { key, value in value.map { tag(key, $0) } } + gateTags(record.gate)
    }

    static func tag(_ key: String, _ value: String) -> Pair {
        Pair(key: MLflowNames.key(key), value: MLflowNames.tag(value))
    }

    /// What the gate decided, and why it was overruled; none without a gate.
    private static func gateTags(_ verdict: GateVerdict?) -> [Pair] {
        guard let verdict else { return [] }
        return gateTags(verdict.decision, forcedBecause: verdict.force?.reason)
    }

    static func gateTags(_ decision: GateVerdict.Decision, forcedBecause reason: String?) -> [Pair] {
        [tag("mercer.gate", decision.rawValue)] + (reason.map { [tag("mercer.forced_because", $0)] } ?? [])
    }

    /// The tag by which a run that was sent is found again.
    static let runTag = "mercer.run"
}

// MARK: - Metrics

extension MLflowMessage {
    private static func scores(_ evaluation: Evaluation?) -> [Metric] {
        let winner = evaluation?.candidates.first { $0.id == evaluation?.selected }
        let scores = (winner?.metrics ?? []).map {
            Metric(key: MLflowNames.key($0.metric), value: $0.value.value, step: 0)
        }
        return distinct(scores.filter(\.value.isFinite), by: \.key)
    }

    private static func metrics(_ run: EndedRun) -> [Metric] {
        let metrics = scoresOfCandidates(run.result.evaluation) + curves(run) + facts(run)
        return distinct(metrics.filter(\.value.isFinite)) { "\($0.key) \($0.step)" }
    }

    private static func scoresOfCandidates(_ evaluation: Evaluation?) -> [Metric] {
        (evaluation?.candidates ?? []).flatMap { candidate in
            candidate.metrics.map {
                Metric(key: MLflowNames.key(candidate.id, $0.metric), value: $0.value.value, step: 0)
            } + [Metric(key: MLflowNames.key(candidate.id, "fit_seconds"), value: candidate.fitSeconds, step: 0)]
        }
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

    /// - Parameter bundle: its directory; nil where the run made none.
    static func artifacts(
        of run: String, bundle: String?, in workspace: Workspace
    ) throws(FileError) -> [Artifact] {
        let directory = workspace.runDirectory(run)
        let own = ["run.json", "metrics.json", GateVerdict.name, ReportContent.file].map {
            (path: $0, file: "\(directory)/\($0)")
        }
        let there = own.filter { FileSystem.size(ofFile: $0.file) != nil }
        let all = if let bundle { there + (try bundleFiles(bundle)) } else { there }
        return all.map { Artifact(path: $0.path, file: workspace.relative($0.file)) }
    }

    /// The bundle's files, its manifest last: a bundle is whole with it.
    private static func bundleFiles(_ directory: String) throws(FileError) -> [(path: String, file: String)] {
        let names = try FileSystem.files(in: directory).map(\.path)
        let ordered = names.filter { $0 != BundleFile.manifest } + names.filter { $0 == BundleFile.manifest }
        return ordered.map { ("\(bundleFolder)/\($0)", "\(directory)/\($0)") }
    }
}
