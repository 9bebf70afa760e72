import Foundation

/// What is published of a config and pipeline, as `current`, the bundles and `history.jsonl` tell together. The one place that
/// says so: it never takes what it can't read for nothing.
public struct Publication: Sendable {
    /// The run whose bundle `current` leads to, and which services are given; nil where there is none.
    public let served: String?
    /// Who was published when; nil where it can't be read.
    public let history: PublishingHistory?
    /// Why it is unclear what is published; nil where link and history tell, or nothing ever was.
    public let problem: PublicationProblem?
    /// The run that `current` names, whether its bundle is there or not.
    let linked: String?
    /// What an interrupted publication was to do; nil where none was interrupted.
    let pending: PublishingIntent?

    /// The run that is published or, where nothing is served, was last.
    public var champion: String? { standing?.last }

    /// The publications that no rollback has undone, oldest first: a rollback leads from the last to the one before it. A link
    /// that was moved without a line counts as the line it lacks. Nil where the history can't be read.
    public var standing: [String]? {
        guard let history else { return nil }
        guard let linked, linked != history.records.last?.run else { return history.standing }
        let missing = pending.flatMap { $0.record.run == linked ? $0.record.step : nil } ?? .back(to: linked)
        return PublishingHistory.standing(history.records.map(\.step) + [missing])
    }

    /// The run that was to end by being published and is not: its record may say already that it succeeded. Nil without one.
    var unfulfilled: String? {
        guard let pending, pending.endsRun, pending.record.run != linked,
            history?.records.contains(pending.record) != true
        else { return nil }
        return pending.record.run
    }

    /// Reads link, bundle and history; O(lines of the history).
    init(of workspace: Workspace, config: String, pipeline: String) {
        let link = PublishedLink(of: workspace, config: config, pipeline: pipeline)
        let place = workspace.current(config: config, pipeline: pipeline)
        linked = link.run
        served = link.run.flatMap { run in
            Self.hasBundle(workspace.bundle(config: config, pipeline: pipeline, run: run)) ? run : nil
        }
        let history: PublishingHistory
        do {
            history = try PublishingHistory(of: workspace, config: config, pipeline: pipeline)
            pending = try PublishingIntent.pending(of: workspace, config: config, pipeline: pipeline)
        } catch {
            (self.history, pending) = (nil, nil)
            problem = PublicationProblem(.historyUnreadable, path: error.path, error.found, error.remedy)
            return
        }
        self.history = history
        let standing = history.standing
        let newest = standing.last { Self.hasBundle(workspace.bundle(config: config, pipeline: pipeline, run: $0)) }
        let remedy = PublicationProblem.publishing(newest, in: workspace)
        problem =
            switch link {
            case .run(let run) where served == nil:
                PublicationProblem(
                    .bundleMissing, path: place, "it leads to run \(run), whose bundle is gone", remedy)
            case .run: nil
            case .missing:
                standing.last.map { last in
                    PublicationProblem(
                        .linkMissing, path: place, "it is gone, though the history says that run \(last) was published",
                        remedy
                    )
                }
            case .elsewhere(let target):
                PublicationProblem(.otherTarget, path: place, "it leads to \(target), which is no run's name", remedy)
            case .notALink(let kind):
                PublicationProblem(
                    .notALink, path: place, "it is \(kind), where a link to a run's bundle was expected",
                    "move it away and \(remedy)")
            case .unreadable(let reason):
                PublicationProblem(
                    .linkUnreadable, path: place, "it can't be read (\(reason))", "check its permissions")
            }
    }

    /// A bundle is one with its manifest, which is written last.
    static func hasBundle(_ directory: String) -> Bool {
        FileManager.default.fileExists(atPath: "\(directory)/\(BundleFile.manifest)")
    }
}

extension Workspace {
    /// What is published of a config and pipeline.
    public func publication(config: String, pipeline: String) -> Publication {
        Publication(of: self, config: config, pipeline: pipeline)
    }

    /// The run whose bundle is published; nil where none is served. For what is to be shown: whoever decides by it asks for
    /// the publication, which tells a first run from what can't be read.
    public func publishedRun(config: String, pipeline: String) -> String? {
        publication(config: config, pipeline: pipeline).served
    }
}
