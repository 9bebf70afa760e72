import Catalog
import LinearAlgebra
import Observers
import Pipeline

/// What `publish` and `rollback` do on either side of moving the link.
enum PublishedRun {
    /// What is wrong with a bundle that is to be published.
    static func problems(ofBundle directory: String) throws -> [BundleProblem] {
        try BundleVerification(directory, catalog: Catalog.components, pool: WorkerPool(threadCount: 0)).problems
    }

    /// Says which run is published now: to the user, and to the site's trackers.
    static func tell(_ run: String, config: String, pipeline: String, in workspace: Workspace) throws {
        try StandardOutput.write("\(workspace.current(config: config, pipeline: pipeline)) -> \(run)\n")
        PublicationTelling(
            workspace, catalog: Catalog.components, log: RunLog(format: .text).logger(level: .warning)
        ).tell(config: config, pipeline: pipeline)
    }
}
