/// Publishes an earlier run of a config and pipeline again.
public struct Rollback: Sendable {
    private let workspace: Workspace
    private let config: String
    private let pipeline: String

    public init(_ workspace: Workspace, config: String, pipeline: String) {
        self.workspace = workspace
        self.config = config
        self.pipeline = pipeline
    }

    /// Goes back to the run that was published before, or to a named one.
    ///
    /// - Parameters:
    ///   - directory: the named run's; nil for the predecessor.
    ///   - verify: what does not hold of the bundle in a directory.
    /// - Returns: the run that is published now.
    /// - Throws: `InputError` where there is nothing to go back to; `RefusedRunError` for a run that its gate refused;
    ///   `DataError` where the bundle does not hold; `WorkspaceLockedError`; `FileError`.
    public func perform(
        to directory: String?, reason: String?, verify: (_ bundle: String) throws -> [BundleProblem]
    ) throws -> String {
        let lock = try WorkspaceLock(workspace, config: config, pipeline: pipeline)
        defer { withExtendedLifetime(lock) {} }
        let publisher = Publisher(workspace, config: config, pipeline: pipeline)
        let run = try PublishableRun(
            in: directory ?? workspace.runDirectory(try predecessor(publisher)), of: workspace)
        guard run.config == config, run.pipeline == pipeline else {
            throw InputError(
                path: run.bundle, found: "run \(run.id) is of \(run.pipeline) on \(run.config)",
                remedy: "name a run of \(pipeline) on \(config)")
        }
        if let verdict = run.verdict, verdict.decision == .refused {
            throw RefusedRunError(run: run.id, reasons: verdict.reasons)
        }
        try run.checkBundle(verify)
        try publisher.rollBack(to: run.id, reason: reason)
        return run.id
    }

    private func predecessor(_ publisher: Publisher) throws -> String {
        let place = workspace.current(config: config, pipeline: pipeline)
        guard let current = publisher.published else {
            throw InputError(path: place, found: "nothing is published", remedy: "see `mercer runs list`")
        }
        guard let earlier = try publisher.mendedHistory().predecessor(of: current) else {
            throw InputError(
                path: place, found: "nothing is known to have been published before run \(current)",
                remedy: "name the run to go back to with --to")
        }
        return earlier
    }
}
