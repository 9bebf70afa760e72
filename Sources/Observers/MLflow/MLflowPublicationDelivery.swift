import Foundation
import Pipeline

/// Sends one publication: says at the run why it was published, registers its bundle, and lets the alias follow.
///
/// The alias is taken away where the server lacks what is published: it must not name another run.
struct MLflowPublicationDelivery {
    let publication: MLflowPublication
    let server: MLflowServer
    let delivery: Delivery

    func send() throws {
        let registry = MLflowRegistry(
            registration: publication.registration, server: server, workspace: delivery.workspace)
        guard let run = try MLflowRuns(server: server).find(publication.run, in: publication.experiment) else {
            delivery.log.warning(
                "MLflow knows no run \(publication.run), which was not told of when it ended: no model version can be its champion"
            )
            return try registry.removeAlias(from: publication.run)
        }
        for tag in publication.tags { try server.setTag(tag.key, tag.value, of: run) }
        guard let bundle = try sendFiles(of: run) else { return try registry.removeAlias(from: publication.run) }
        try registry.register(bundle, of: publication.run)
    }

    /// - Returns: nil where the server can't have the bundle.
    private func sendFiles(of run: MLflowRun) throws -> MLflowBundle? {
        let artifacts = MLflowArtifacts(server: server, delivery: delivery)
        guard artifacts.canSend(to: run, of: publication.run) else { return nil }
        let files = MLflowFiles(publication.artifacts, in: delivery.workspace)
        for file in files.own { try artifacts.send(file.location, to: run.artifacts, at: file.path) }
        let models = MLflowModels(server: server)
        // A model that could not be filled is not begun.
        let model =
            try files.bundle.isEmpty ? models.find(for: run) : models.findOrCreate(for: run, named: publication.run)
        let bundle = MLflowBundle(
            files: files.bundle, run: run, model: model,
            madeMilliseconds: Int(Date().timeIntervalSince1970 * 1000), artifacts: artifacts)
        if bundle.isThere { return bundle }
        guard !files.bundle.isEmpty else { return nil }
        try bundle.send()
        return bundle
    }
}
