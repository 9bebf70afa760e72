/// What is told of every run when it has ended, and may want to know that it began: monitoring, notifications, tracking.
///
/// A run's record, report and bundle stand, and its lock is released, before the first observer hears of it. An observer
/// can't change how the run ended: what fails in it, it tells in the log.
public protocol RunObserver: Sendable {
    /// A run has its id, and nothing of it is done.
    func runStarted(_ id: String)
    func runEnded(_ run: EndedRun)
    /// A run that could not start has no record: nothing happens here unless an observer wants to know of it.
    func runNotStarted(_ attempt: UnstartedRun)
}

extension RunObserver {
    public func runStarted(_ id: String) {}
    public func runNotStarted(_ attempt: UnstartedRun) {}
}

/// A run that has ended, well or not.
public struct EndedRun: Sendable {
    public let pipeline: ResolvedPipeline
    public let workspace: Workspace
    public let result: RunResult
    /// What its report shows.
    public let content: ReportContent

    public init(pipeline: ResolvedPipeline, workspace: Workspace, result: RunResult, content: ReportContent) {
        self.pipeline = pipeline
        self.workspace = workspace
        self.result = result
        self.content = content
    }

    /// The run's directory.
    public var directory: String { workspace.runDirectory(result.record.id) }
}
