import Foundation

/// Publishes a run's bundle by hand.
public struct ManualPublication: Sendable {
    private let workspace: Workspace
    private let reporter: any Reporting

    public init(in workspace: Workspace, reporter: any Reporting) {
        self.workspace = workspace
        self.reporter = reporter
    }

    /// Publishes a run.
    ///
    /// - Parameters:
    ///   - directory: the run's.
    ///   - reason: why it is to be published even if its gate refused it; nil leaves that to the gate. It is recorded.
    ///   - verify: what does not hold of the bundle in a directory.
    /// - Returns: the run that is published now.
    /// - Throws: `RefusedRunError` where the gate refused it and no reason is given; `DataError` where the bundle does not
    ///   hold; `InputError` where the run or what is published can't be read; `WorkspaceLockedError`; `FileError`.
    public func perform(
        _ directory: String, becauseOf reason: String?, verify: (_ bundle: String) throws -> [BundleProblem]
    ) throws -> PublishableRun {
        let named = try PublishableRun(in: directory, of: workspace)
        let lock = try WorkspaceLock(workspace, config: named.config, pipeline: named.pipeline)
        defer { withExtendedLifetime(lock) {} }
        // Read again: until the lock was held, another could change or remove it.
        let run = try PublishableRun(in: workspace.runDirectory(named.id), of: workspace)
        var verdict = run.verdict
        if let refused = verdict, refused.decision != .passed {
            if reason == nil, refused.decision == .refused {
                throw RefusedRunError(run: run.id, reasons: refused.reasons)
            }
            if let reason { verdict = refused.forced(because: reason, at: Instant.microseconds(Date())) }
        }
        try run.checkBundle(verify)
        try Publisher(workspace, config: run.config, pipeline: run.pipeline, reporter: reporter).publish(
            run.id, verdict: verdict, reason: reason)
        return run
    }
}
