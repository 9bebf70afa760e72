import DurableFiles
import Foundation

/// The runs of a config and pipeline that nothing may remove.
struct RunProtection {
    private let reasons: [String: RetentionReason]

    subscript(run: String) -> RetentionReason? { reasons[run] }

    /// - Parameter runs: those of the series, oldest first.
    /// - Throws: `InputError` where the publishing history can't be read: it says what a rollback leads to.
    init(_ series: RetainedRun.Series, runs: [RetainedRun], in workspace: Workspace) throws {
        var reasons: [String: RetentionReason] = [:]
        if let newest = runs.last(where: { $0.directory != nil && $0.status != RetainedRun.killed }) {
            reasons[newest.id] = .newest
        }
        if let champion = workspace.publishedRun(config: series.config, pipeline: series.pipeline) {
            let evaluation = "\(workspace.runDirectory(champion))/\(EvaluationModel.folder)/\(BundleFile.manifest)"
            if let start = JSON(remembered: evaluation)?["champion"]?.stringValue { reasons[start] = .startOfChampion }
            if let predecessor = try Self.predecessor(of: champion, series, runs, in: workspace) {
                reasons[predecessor] = .predecessor
            }
            reasons[champion] = .champion
        }
        self.reasons = reasons
    }

    /// What was published before the champion; where that was never written down, the newest bundle that is older.
    private static func predecessor(
        of champion: String, _ series: RetainedRun.Series, _ runs: [RetainedRun], in workspace: Workspace
    ) throws -> String? {
        let history = try PublishingHistory(of: workspace, config: series.config, pipeline: series.pipeline)
        return history.predecessor(of: champion)
            ?? runs.last { run in
                run.id < champion
                    && run.bundle.map { FileManager.default.fileExists(atPath: "\($0)/\(BundleFile.manifest)") }
                        ?? false
            }?.id
    }
}
