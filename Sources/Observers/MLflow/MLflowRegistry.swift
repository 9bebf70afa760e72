import Pipeline

/// Registers published bundles as versions of a model, and keeps the alias `champion` at the one that is published.
struct MLflowRegistry {
    let registration: MLflowMessage.Registration
    let server: MLflowServer
    let workspace: Workspace

    private static let alias = "champion"

    /// Registers a run's bundle where it was published, and lets the alias follow where it still is.
    func register(_ bundle: MLflowBundle, of run: String) throws {
        let isChampion = isPublished(run)
        guard registration.isPublished || isChampion else { return }
        try createModel()
        let version = try findOrCreateVersion(bundle, of: run)
        for tag in registration.tags {
            try server.post(
                "model-versions/set-tag",
                [
                    "name": .string(registration.model), "version": .string(version), "key": .string(tag.key),
                    "value": .string(tag.value),
                ])
        }
        guard isChampion else { return }
        try server.post(
            "registered-models/alias",
            ["name": .string(registration.model), "alias": .string(Self.alias), "version": .string(version)])
    }

    /// Takes the alias away where a run is published that the server has no version of.
    func removeAlias(from run: String) throws {
        guard isPublished(run) else { return }
        do {
            try server.delete(
                "registered-models/alias", ["name": .string(registration.model), "alias": .string(Self.alias)])
        } catch let error as HTTPError where error.mlflowCode == "RESOURCE_DOES_NOT_EXIST" {}
    }

    /// Messages may arrive late: the alias never goes back to a run that another has followed.
    private func isPublished(_ run: String) -> Bool {
        workspace.publishedRun(config: registration.config, pipeline: registration.pipeline) == run
    }

    private func createModel() throws {
        do {
            try server.post("registered-models/create", ["name": .string(registration.model)])
        } catch let error as HTTPError where error.mlflowCode == "RESOURCE_ALREADY_EXISTS" {}
    }

    private func findOrCreateVersion(_ bundle: MLflowBundle, of run: String) throws -> String {
        let name = registration.model.replacing("'", with: "''")
        let found = try server.get(
            "model-versions/search", [("filter", "name='\(name)' and run_id='\(bundle.run.id)'"), ("max_results", "1")])
        if let version = found["model_versions"]?.arrayValue?.first?["version"].flatMap(Self.text) { return version }
        let model = bundle.model.map { [JSON.Member("model_id", .string($0.id))] } ?? []
        // Not repeated: an answer that got lost may have made the version, which the next attempt to send then finds.
        let created = try server.post(
            "model-versions/create",
            .object(
                [
                    .init("name", .string(registration.model)), .init("source", .string(bundle.source)),
                    .init("run_id", .string(bundle.run.id)),
                    .init("tags", [["key": .string(MLflowMessage.runTag), "value": .string(run)]]),
                ] + model), isRepeatable: false)
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
