import Pipeline

/// Sends one run: finds or makes it, logs what it lacks, registers its bundle, and ends it.
///
/// Whatever an earlier attempt got through is found again: the run by its tag, parameters and metrics by how many batches were
/// logged, files by their size, the model version by its run.
struct MLflowDelivery {
    let message: MLflowMessage
    let server: MLflowServer
    let delivery: Delivery

    /// A run as the server knows it.
    struct Run {
        let id: String
        /// Where its files lie: `mlflow-artifacts:/1/0d24…/artifacts`.
        let artifacts: String
        let loggedBatches: Int
    }

    func send() throws {
        let run = try findOrCreateRun()
        let batches = MLflowBatches(message).batches
        for (index, batch) in batches.enumerated().dropFirst(run.loggedBatches) {
            try server.post("runs/log-batch", batch.json(run: run.id, position: index + 1))
        }
        let bundle = try MLflowArtifacts(message: message, run: run, server: server, log: delivery.log).send()
        if let bundle {
            try server.post("runs/set-tag", loggedModel(of: run))
            try MLflowRegistry(message: message, run: run, server: server, workspace: delivery.workspace)
                .register(bundle)
        }
        try server.post(
            "runs/update",
            [
                "run_id": .string(run.id), "status": .string(message.status.rawValue),
                "end_time": .integer(message.endMilliseconds),
            ])
    }

    /// The tag by which MLflow lists a run's models.
    private func loggedModel(of run: Run) -> JSON {
        let model: JSON = [
            "run_id": .string(run.id), "artifact_path": .string(MLflowMessage.bundleFolder),
            "utc_time_created": .string(Instant.text(microseconds: Int64(message.endMilliseconds) * 1000)),
            "flavors": ["mercer": .object([JSON.Member]())],
        ]
        return [
            "run_id": .string(run.id), "key": "mlflow.log-model.history",
            "value": .string(JSON.array([model]).text()),
        ]
    }

    private func findOrCreateRun() throws -> Run {
        let experiment = try findOrCreateExperiment()
        let found = try server.post(
            "runs/search",
            [
                "experiment_ids": [.string(experiment)], "max_results": 1,
                "filter": .string("tags.`\(MLflowMessage.runTag)` = '\(message.run)'"),
            ])
        if let run = found["runs"]?.arrayValue?.first { return try Self.run(run, of: "runs/search") }
        // Not repeated: an answer that got lost may have made the run, which the next attempt to send then finds.
        let created = try server.post(
            "runs/create",
            [
                "experiment_id": .string(experiment), "run_name": .string(message.run),
                "start_time": .integer(message.startMilliseconds),
                "tags": [["key": .string(MLflowMessage.runTag), "value": .string(message.run)]],
            ], isRepeatable: false)
        return try Self.run(created["run"] ?? .null, of: "runs/create")
    }

    private func findOrCreateExperiment() throws -> String {
        if let id = try findExperiment() { return id }
        do {
            let created = try server.post("experiments/create", ["name": .string(message.experiment)])
            if let id = created["experiment_id"]?.stringValue { return id }
        } catch let error as HTTPError where error.mlflowCode == "RESOURCE_ALREADY_EXISTS" {
            // Another process made it in between.
            if let id = try findExperiment() { return id }
        }
        throw MLflowError.unexpectedAnswer(call: "experiments/create", lacking: "experiment_id")
    }

    private func findExperiment() throws -> String? {
        do {
            let found = try server.get("experiments/get-by-name", [("experiment_name", message.experiment)])
            return found["experiment"]?["experiment_id"]?.stringValue
        } catch let error as HTTPError where error.mlflowCode == "RESOURCE_DOES_NOT_EXIST" {
            return nil
        }
    }

    private static func run(_ json: JSON, of call: String) throws -> Run {
        guard let id = json["info"]?["run_id"]?.stringValue, let artifacts = json["info"]?["artifact_uri"]?.stringValue
        else { throw MLflowError.unexpectedAnswer(call: call, lacking: "run") }
        let progress = json["data"]?["tags"]?.arrayValue?.first { $0["key"]?.stringValue == MLflowBatches.progressTag }
        let logged = progress?["value"]?.stringValue.flatMap(Int.init) ?? 0
        return Run(id: id, artifacts: artifacts, loggedBatches: max(0, logged))
    }
}
