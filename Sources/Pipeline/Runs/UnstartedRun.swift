import Foundation

/// A run that ended before it had an id: another run holds the lock, or the workspace can't be written.
///
/// Documents that can't be used are no such run: what they say of whom to tell can't be trusted either.
public struct UnstartedRun: Sendable {
    public let pipeline: ResolvedPipeline
    public let workspace: Workspace
    /// When it was asked for.
    public let asked: Date
    public let exitCode: ExitStatus
    /// What kept it from starting.
    public let error: String

    public init(pipeline: ResolvedPipeline, workspace: Workspace, asked: Date, exitCode: ExitStatus, error: String) {
        self.pipeline = pipeline
        self.workspace = workspace
        self.asked = asked
        self.exitCode = exitCode
        self.error = error
    }
}
