/// Publishes an earlier run of a config and pipeline again.
public struct Rollback: Sendable {
    private let workspace: Workspace
    private let config: String
    private let pipeline: String
    private let reporter: any Reporting

    public init(_ workspace: Workspace, config: String, pipeline: String, reporter: any Reporting) {
        self.workspace = workspace
        self.config = config
        self.pipeline = pipeline
        self.reporter = reporter
    }

    /// Goes back to the run that was published before, or to a named one.
    ///
    /// - Parameters:
    ///   - directory: the named run's; nil for the predecessor.
    ///   - reason: why, which is recorded; it also lets those be served again who have been suppressed since.
    ///   - suppressions: whose ids the bundle must not hold unless a reason is given.
    ///   - verify: what does not hold of the bundle in a directory.
    /// - Returns: the run that is published now.
    /// - Throws: `InputError` where there is nothing to go back to, or it is unclear what is published; `RefusedRunError` for a
    ///   run that its gate refused; `DataError` where the bundle does not hold, or holds suppressed ids; `WorkspaceLockedError`; `FileError`.
    public func perform(
        to directory: String?, reason: String?, suppressing suppressions: [SuppressionList] = [],
        verify: (_ bundle: String) throws -> [BundleProblem]
    ) throws -> String {
        let lock = try WorkspaceLock(workspace, config: config, pipeline: pipeline)
        defer { withExtendedLifetime(lock) {} }
        let publisher = Publisher(workspace, config: config, pipeline: pipeline, reporter: reporter)
        let published = try publisher.settle()
        let run = try PublishableRun(
            in: directory ?? workspace.runDirectory(try predecessor(published)), of: workspace)
        guard run.config == config, run.pipeline == pipeline else {
            throw InputError(
                path: run.bundle, found: "run \(run.id) is of \(run.pipeline) on \(run.config)",
                remedy: "name a run of \(pipeline) on \(config)")
        }
        if let verdict = run.verdict, verdict.decision == .refused {
            throw RefusedRunError(run: run.id, reasons: verdict.reasons)
        }
        try run.checkBundle(verify)
        if reason == nil { try SuppressionCheck(run: run, lists: suppressions).perform() }
        try publisher.rollBack(to: run.id, reason: reason)
        return run.id
    }

    private func predecessor(_ publication: Publication) throws -> String {
        let place = workspace.current(config: config, pipeline: pipeline)
        if let problem = publication.problem { throw problem.error }
        guard let current = publication.served, let standing = publication.standing else {
            throw InputError(path: place, found: "nothing is published", remedy: "see `mercer runs list`")
        }
        guard let earlier = standing.dropLast().last else {
            throw InputError(
                path: place, found: "nothing is known to have been published before run \(current)",
                remedy: "name the run to go back to with --to")
        }
        guard hasBundle(earlier) else {
            let further = standing.dropLast(2).last(where: hasBundle)
            throw InputError(
                path: workspace.bundle(config: config, pipeline: pipeline, run: earlier),
                found: "run \(earlier), which was published before run \(current), has been removed",
                remedy: further.map { "go further back with --to \($0), which was published before it" }
                    ?? "nothing published earlier is left; name another run with --to, see `mercer runs list`")
        }
        return earlier
    }

    private func hasBundle(_ run: String) -> Bool {
        Publication.hasBundle(workspace.bundle(config: config, pipeline: pipeline, run: run))
    }
}
