import Pipeline

/// Sends one run: finds or makes it, logs what it lacks, registers its bundle, and ends it.
///
/// Whatever an earlier attempt got through is found again: the run by its tag, parameters and metrics by how many batches were
/// logged, files by their receipts, the logged model and the model version by their run.
struct MLflowDelivery {
    let message: MLflowMessage
    let server: MLflowServer
    let delivery: Delivery

    func send() throws {
        let run = try MLflowRuns(server: server).findOrCreate(message)
        let artifacts = MLflowArtifacts(server: server, delivery: delivery)
        let takesFiles = message.artifacts.isEmpty || artifacts.canSend(to: run, of: message.run)
        let files = MLflowFiles(takesFiles ? message.artifacts : [], in: delivery.workspace)
        // Before the metrics: they refer to it.
        let model =
            files.bundle.isEmpty ? nil : try MLflowModels(server: server).findOrCreate(for: run, named: message.run)
        try logBatches(of: run, model)
        if !files.missing.isEmpty {
            delivery.log.warning(
                "\(message.run) was pruned before it was sent: MLflow gets all but \(files.missing.joined(separator: ", "))"
            )
        }
        for file in files.own { try artifacts.send(file.location, to: run.artifacts, at: file.path) }
        if !files.bundle.isEmpty {
            let bundle = MLflowBundle(
                files: files.bundle, run: run, model: model, madeMilliseconds: message.endMilliseconds,
                artifacts: artifacts)
            try bundle.send()
            try registry?.register(bundle, of: message.run)
        }
        try server.post(
            "runs/update",
            [
                "run_id": .string(run.id), "status": .string(message.status.rawValue),
                "end_time": .integer(message.endMilliseconds),
            ])
    }

    private var registry: MLflowRegistry? {
        message.registration.map { MLflowRegistry(registration: $0, server: server, workspace: delivery.workspace) }
    }

    private func logBatches(of run: MLflowRun, _ model: MLflowModel?) throws {
        let batches = MLflowBatches(message).batches
        for (index, batch) in batches.enumerated().dropFirst(run.loggedBatches) {
            try server.post("runs/log-batch", batch.json(run: run.id, position: index + 1, model: model?.id))
        }
    }
}
