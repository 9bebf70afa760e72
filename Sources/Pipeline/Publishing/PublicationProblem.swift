/// Why it is unclear what is published of a config and pipeline.
public struct PublicationProblem: Sendable, Equatable, CustomStringConvertible {
    public enum Kind: String, Sendable {
        /// `current` is gone, and the history says that something was published.
        case linkMissing = "link_missing"
        /// `current` leads to a run whose bundle is gone.
        case bundleMissing = "bundle_missing"
        /// `current` leads to something that is no run.
        case otherTarget = "other_target"
        /// `current` is a directory or a file.
        case notALink = "not_a_link"
        case linkUnreadable = "link_unreadable"
        case historyUnreadable = "history_unreadable"
    }

    public let kind: Kind
    public let path: String
    /// In words, without a full stop.
    public let found: String
    /// What to do, likewise.
    public let remedy: String

    init(_ kind: Kind, path: String, _ found: String, _ remedy: String) {
        self.kind = kind
        self.path = path
        self.found = found
        self.remedy = remedy
    }

    /// Whether to publish a run mends it: the link is made anew. Anything else somebody has to look at first.
    public var isMendedByPublishing: Bool {
        switch kind {
        case .linkMissing, .bundleMissing, .otherTarget: true
        case .notALink, .linkUnreadable, .historyUnreadable: false
        }
    }

    /// `…/current: it is gone, though the history says that run … was published`
    public var text: String { "\(path): \(found)" }

    public var description: String { "\(text); \(remedy)" }

    var error: InputError { InputError(path: path, found: found, remedy: remedy) }

    /// - Parameter run: the newest that was published and still has its bundle.
    static func publishing(_ run: String?, in workspace: Workspace) -> String {
        "publish the run that is to serve: `mercer publish \(run ?? "RUN") --workspace \(workspace.path)`, "
            + "or `mercer rollback PIPELINE --config CONFIG --to \(run ?? "RUN")`"
    }
}
