import Pipeline

/// A bundle as MLflow 3 keeps it: a "logged model" with files of its own, beside the run that made it.
struct MLflowModel {
    let id: String
    /// Where its files lie: `mlflow-artifacts:/1/models/m-0d24…/artifacts`.
    let artifacts: String
    /// Whether all of it is there.
    let isReady: Bool

    /// - Throws: `MLflowError` where it is no model.
    init(_ json: JSON, of call: String) throws {
        guard let info = json["info"], let id = info["model_id"]?.stringValue,
            let artifacts = info["artifact_uri"]?.stringValue
        else { throw MLflowError.unexpectedAnswer(call: call, lacking: "model") }
        self.id = id
        self.artifacts = artifacts
        isReady = info["status"] == "LOGGED_MODEL_READY"
    }
}

/// The logged models of a server: MLflow 3 has them, MLflow 2 does not.
struct MLflowModels {
    let server: MLflowServer

    /// - Returns: nil where the run has none.
    func find(for run: MLflowRun) throws -> MLflowModel? { try models(of: run)?.first }

    /// - Parameter name: of the run, here.
    /// - Returns: nil where the server knows no logged models.
    func findOrCreate(for run: MLflowRun, named name: String) throws -> MLflowModel? {
        guard let models = try models(of: run) else { return nil }
        if let model = models.first { return model }
        // Not repeated: an answer that got lost may have made the model, which the next attempt to send then finds.
        let created = try server.post(
            "logged-models",
            [
                // By this name `runs:/RUN/bundle` finds it, as it finds MLflow 2's files of a run.
                "experiment_id": .string(run.experiment), "name": .string(MLflowMessage.bundleFolder),
                "model_type": "mercer", "source_run_id": .string(run.id),
                "tags": [["key": .string(MLflowMessage.runTag), "value": .string(name)]],
            ], isRepeatable: false)
        return try MLflowModel(created["model"] ?? .null, of: "logged-models")
    }

    /// The model that a run made, if any; nil where the server knows no logged models.
    private func models(of run: MLflowRun) throws -> [MLflowModel]? {
        let call = "logged-models/search"
        do {
            let found = try server.post(
                call,
                [
                    "experiment_ids": [.string(run.experiment)], "max_results": 1,
                    "filter": .string("source_run_id = '\(run.id)'"),
                ])
            return try (found["models"]?.arrayValue ?? []).map { try MLflowModel($0, of: call) }
        } catch let error as HTTPError where error.isOfMissingCall {
            return nil
        }
    }

    /// Says that all files of a model are there, and that the run made it.
    func finish(_ model: MLflowModel, of run: MLflowRun) throws {
        if !model.isReady {
            try server.patch(
                "logged-models/\(model.id)",
                ["model_id": .string(model.id), "status": "LOGGED_MODEL_READY"])
        }
        guard !run.models.contains(model.id) else { return }
        // Not repeated: the server refuses a second one.
        try server.post(
            "runs/outputs",
            ["run_id": .string(run.id), "models": [["model_id": .string(model.id), "step": 0]]], isRepeatable: false)
    }
}
