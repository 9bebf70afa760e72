import DurableFiles
import Foundation

/// The runs of a config and pipeline that nothing may remove.
struct RunProtection {
    private let reasons: [String: RetentionReason]
    /// Why all of them stay: it is unclear which of them a rollback would need. Nil where it is known.
    private let uncertainty: RetentionReason?

    subscript(run: String) -> RetentionReason? { uncertainty ?? reasons[run] }

    /// Reads link and history as they are now.
    ///
    /// - Parameter runs: those of the series, oldest first.
    init(_ series: RetainedRun.Series, runs: [RetainedRun], in workspace: Workspace) {
        let publication = workspace.publication(config: series.config, pipeline: series.pipeline)
        var reasons: [String: RetentionReason] = [:]
        if let newest = runs.last(where: { $0.state?.hasEnded ?? false }) {
            reasons[newest.id] = .newest
        }
        if let served = Self.served(series, runs, in: workspace) { reasons[served] = .served }
        guard let champion = publication.champion else {
            self.reasons = reasons
            uncertainty = publication.problem.map { .unclear($0.text) }
            return
        }
        switch ChampionStart(of: champion, in: workspace) {
        case .none: break
        case .run(let start): reasons[start] = .startOfChampion
        case .unreadable:
            self.reasons = reasons
            uncertainty = .unclear("the evaluation model of run \(champion) can't be read")
            return
        }
        if let predecessor = Self.predecessor(publication, runs) { reasons[predecessor] = .predecessor }
        reasons[champion] = .champion
        self.reasons = reasons
        uncertainty = nil
    }

    /// The run whose models the champion's training started from.
    private enum ChampionStart {
        /// None; also where the champion keeps no evaluation model, since nothing can start where it did.
        case none
        case run(String)
        case unreadable

        init(of champion: String, in workspace: Workspace) {
            let manifest = "\(workspace.runDirectory(champion))/\(EvaluationModel.folder)/\(BundleFile.manifest)"
            if FileSystem.isMissing(manifest) {
                self = .none
            } else if let json = JSON(remembered: manifest) {
                self = json["champion"]?.stringValue.map(Self.run) ?? .none
            } else {
                self = .unreadable
            }
        }
    }

    /// The run whose bundle `current` leads to, by whatever path.
    private static func served(_ series: RetainedRun.Series, _ runs: [RetainedRun], in workspace: Workspace) -> String?
    {
        func identity(_ path: String) -> [UInt64]? {
            var status = stat()
            return stat(path, &status) == 0 ? [UInt64(status.st_dev), UInt64(status.st_ino)] : nil
        }
        guard let current = identity(workspace.current(config: series.config, pipeline: series.pipeline)) else {
            return nil
        }
        return runs.first { $0.bundle.flatMap(identity) == current }?.id
    }

    /// What a rollback can lead to: the last that was published before the champion and still has its bundle. Where nothing was
    /// ever written down, the newest bundle that is older.
    private static func predecessor(_ publication: Publication, _ runs: [RetainedRun]) -> String? {
        let bundles = Set(runs.filter { $0.bundle.map(Publication.hasBundle) ?? false }.map(\.id))
        let standing = publication.standing ?? []
        if let predecessor = standing.dropLast().last(where: bundles.contains) { return predecessor }
        guard publication.history?.records.isEmpty == true, let champion = standing.last else { return nil }
        return runs.last { $0.id < champion && bundles.contains($0.id) }?.id
    }
}
