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
        let path = "\(workspace.models(config: series.config, pipeline: series.pipeline))/history.jsonl"
        let lines = FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) } ?? ""
        let records = try lines.split(separator: "\n").enumerated().map { number, line in
            guard let record = JSON(bytes: Array(line.utf8)), record["run"]?.stringValue != nil else {
                throw InputError(
                    path: path, found: "line \(number + 1) is no record of a publication",
                    remedy: "mend the line: without it nobody knows what a rollback leads to")
            }
            return record
        }
        let publication = records.last {
            $0["run"]?.stringValue == champion && $0["action"]?.stringValue != "rollback"
                && $0["previous"]?.stringValue != champion
        }
        return publication?["previous"]?.stringValue
            ?? runs.last { run in
                run.id < champion
                    && run.bundle.map { FileManager.default.fileExists(atPath: "\($0)/\(BundleFile.manifest)") }
                        ?? false
            }?.id
    }
}
