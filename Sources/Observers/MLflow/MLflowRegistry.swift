import Pipeline

/// Registers a published bundle as a version of a model, and gives it the alias `champion`.
struct MLflowRegistry {
    let message: MLflowMessage
    let run: MLflowDelivery.Run
    let server: MLflowServer
    let workspace: Workspace

    private static let alias = "champion"

    /// - Parameter source: where the bundle lies on the server.
    func register(_ source: String) throws {
        guard let registration = message.registration else { return }
        try createModel(registration.model)
        let version = try findOrCreateVersion(of: registration.model, source: source)
        // Messages may arrive late: the alias never goes back to a run that another has followed.
        let published = workspace.publishedRun(config: registration.config, pipeline: registration.pipeline)
        guard published == message.run else { return }
        try server.post(
            "registered-models/alias",
            ["name": .string(registration.model), "alias": .string(Self.alias), "version": .string(version)])
    }

    private func createModel(_ name: String) throws {
        do {
            try server.post("registered-models/create", ["name": .string(name)])
        } catch let error as HTTPError where error.mlflowCode == "RESOURCE_ALREADY_EXISTS" {}
    }

    private func findOrCreateVersion(of model: String, source: String) throws -> String {
        let name = model.replacing("'", with: "''")
        let found = try server.get(
            "model-versions/search", [("filter", "name='\(name)' and run_id='\(run.id)'"), ("max_results", "1")])
        if let version = found["model_versions"]?.arrayValue?.first?["version"].flatMap(Self.text) { return version }
        // Not repeated: an answer that got lost may have made the version, which the next attempt to send then finds.
        let created = try server.post(
            "model-versions/create",
            [
                "name": .string(model), "source": .string(source), "run_id": .string(run.id),
                "tags": [["key": .string(MLflowMessage.runTag), "value": .string(message.run)]],
            ], isRepeatable: false)
        guard let version = created["model_version"]?["version"].flatMap(Self.text) else {
            throw MLflowError.unexpectedAnswer(call: "model-versions/create", lacking: "version")
        }
        return version
    }

    /// Versions are numbers that some servers spell as strings.
    private static func text(_ version: JSON) -> String? {
        version.stringValue ?? version.integerValue.map(String.init)
    }
}
