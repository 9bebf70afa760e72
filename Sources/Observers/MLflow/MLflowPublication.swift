import DurableFiles
import Pipeline

/// What MLflow is told of a run that was published, or published again, outside a run.
package struct MLflowPublication: Sendable, Equatable {
    package let experiment: String
    package let run: String
    /// Of the run, which has them besides its own.
    package let tags: [MLflowMessage.Pair]
    /// The run's files as they are now: forcing a publication changes some.
    package let artifacts: [MLflowMessage.Artifact]
    package let registration: MLflowMessage.Registration

    /// - Parameters:
    ///   - experiment: nil for `config/pipeline`.
    ///   - registeredModel: nil for `config.pipeline`.
    /// - Throws: `FileError` where the run's bundle can't be read.
    init(_ publication: PublicationNotice, experiment: String?, registeredModel: String?) throws(FileError) {
        let (config, pipeline, record) = (publication.config, publication.pipeline, publication.record)
        self.experiment = experiment ?? MLflowMessage.experiment(config: config, pipeline: pipeline)
        run = record.run
        let gate = record.verdict.map {
            MLflowMessage.gateTags($0, forcedBecause: record.action == .forcedPublish ? record.reason : nil)
        }
        tags = gate ?? []
        let rollback = record.action == .rollback ? record.reason : nil
        registration = MLflowMessage.Registration(
            model: registeredModel ?? MLflowMessage.registeredModel(config: config, pipeline: pipeline), config: config,
            pipeline: pipeline, isPublished: true,
            tags: tags + (rollback.map { [MLflowMessage.tag("mercer.rollback_because", $0)] } ?? []))
        artifacts = try MLflowMessage.artifacts(
            of: run, bundle: publication.workspace.bundle(config: config, pipeline: pipeline, run: run),
            in: publication.workspace)
    }
}

extension MLflowPublication {
    private static let mark = "publication"

    package var json: JSON {
        .object([
            .init(
                Self.mark,
                [
                    "experiment": .string(experiment), "run": .string(run), "tags": .array(tags.map(\.json)),
                    "artifacts": .array(artifacts.map(\.json)), "registration": registration.json,
                ])
        ])
    }

    /// Nil where the message tells of something else.
    package init?(_ message: JSON) {
        guard let json = message[Self.mark], let experiment = json["experiment"]?.stringValue,
            let run = json["run"]?.stringValue, let tags = MLflowMessage.list(json["tags"], MLflowMessage.Pair.init),
            let artifacts = MLflowMessage.list(json["artifacts"], MLflowMessage.Artifact.init),
            let registration = json["registration"].flatMap(MLflowMessage.Registration.init)
        else { return nil }
        (self.experiment, self.run, self.tags, self.artifacts, self.registration) =
            (experiment, run, tags, artifacts, registration)
    }
}
