import Pipeline

/// Finds runs by their tag, and makes those that are not there.
struct MLflowRuns {
    let server: MLflowServer

    /// - Returns: nil where the server knows no such run.
    func find(_ run: String, in experiment: String) throws -> MLflowRun? {
        try findExperiment(experiment).flatMap { try find(run, inExperiment: $0) }
    }

    func findOrCreate(_ message: MLflowMessage) throws -> MLflowRun {
        let experiment = try findOrCreateExperiment(message.experiment)
        if let run = try find(message.run, inExperiment: experiment) { return run }
        // Not repeated: an answer that got lost may have made the run, which the next attempt to send then finds.
        let created = try server.post(
            "runs/create",
            [
                "experiment_id": .string(experiment), "run_name": .string(message.run),
                "start_time": .integer(message.startMilliseconds),
                "tags": [["key": .string(MLflowMessage.runTag), "value": .string(message.run)]],
            ], isRepeatable: false)
        return try MLflowRun(created["run"] ?? .null, of: "runs/create")
    }

    private func find(_ run: String, inExperiment experiment: String) throws -> MLflowRun? {
        let found = try server.post(
            "runs/search",
            [
                "experiment_ids": [.string(experiment)], "max_results": 1,
                "filter": .string("tags.`\(MLflowMessage.runTag)` = '\(run)'"),
            ])
        return try found["runs"]?.arrayValue?.first.map { try MLflowRun($0, of: "runs/search") }
    }

    private func findOrCreateExperiment(_ name: String) throws -> String {
        if let id = try findExperiment(name) { return id }
        do {
            let created = try server.post("experiments/create", ["name": .string(name)])
            if let id = created["experiment_id"]?.stringValue { return id }
        } catch let error as HTTPError where error.mlflowCode == "RESOURCE_ALREADY_EXISTS" {
            // Another process made it in between.
            if let id = try findExperiment(name) { return id }
        }
        throw MLflowError.unexpectedAnswer(call: "experiments/create", lacking: "experiment_id")
    }

    private func findExperiment(_ name: String) throws -> String? {
        do {
            let found = try server.get("experiments/get-by-name", [("experiment_name", name)])
            return found["experiment"]?["experiment_id"]?.stringValue
        } catch let error as HTTPError where error.mlflowCode == "RESOURCE_DOES_NOT_EXIST" {
            return nil
        }
    }
}
