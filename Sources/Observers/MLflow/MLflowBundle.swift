import Pipeline

/// A run's bundle on its way to the server: MLflow 3 keeps it as a logged model, MLflow 2 among the files of the run.
struct MLflowBundle {
    let files: [MLflowFiles.File]
    let run: MLflowRun
    /// Nil on MLflow 2.
    let model: MLflowModel?
    /// When its run ended or, where the server is told only of its publication, when it is: in milliseconds since 1970.
    let madeMilliseconds: Int
    let artifacts: MLflowArtifacts

    private var server: MLflowServer { artifacts.server }

    /// What a model version names as its source.
    var source: String { model.map { "models:/\($0.id)" } ?? "\(run.artifacts)/\(MLflowMessage.bundleFolder)" }

    /// Whether an earlier message has brought all of it.
    var isThere: Bool { model?.isReady ?? run.hasModelTag }

    func send() throws {
        for file in files {
            if let model {
                let path = String(file.path.dropFirst(MLflowMessage.bundleFolder.count + 1))
                try artifacts.send(file.location, to: model.artifacts, at: path)
            } else {
                try artifacts.send(file.location, to: run.artifacts, at: file.path)
            }
        }
        if let model {
            try MLflowModels(server: server).finish(model, of: run)
        } else {
            try server.setTag(MLflowRun.modelTag, modelTagValue, of: run)
        }
    }

    private var modelTagValue: String {
        let model: JSON = [
            "run_id": .string(run.id), "artifact_path": .string(MLflowMessage.bundleFolder),
            "utc_time_created": .string(Instant.text(microseconds: Int64(madeMilliseconds) * 1000)),
            "flavors": ["mercer": .object([JSON.Member]())],
        ]
        return JSON.array([model]).text()
    }
}
