/// Which runs are kept: those that a rule holds, as long as all of them together fit.
public struct RetentionPolicy: Sendable, Equatable {
    /// So many of the newest runs of each config and pipeline; nil for no such rule.
    public let keepLast: Int?
    /// Runs that started so many days ago at most; nil for no such rule.
    public let keepDays: Double?
    /// What runs and their bundles may take together; the oldest go first. It outweighs the other rules. Nil for no bound.
    public let maximumSize: ByteCount?

    public init(keepLast: Int? = nil, keepDays: Double? = nil, maximumSize: ByteCount? = nil) {
        self.keepLast = keepLast
        self.keepDays = keepDays
        self.maximumSize = maximumSize
    }

    /// What the rules say of a run by its place among those of its kind, 0 being the newest, and its age; nil where none
    /// speaks for keeping it.
    func reasonToKeep(place: Int, ageDays: Double) -> RetentionReason? {
        if let keepLast, place < keepLast { return .amongLast(keepLast) }
        if let keepDays, ageDays <= keepDays { return .younger(days: keepDays) }
        return keepLast == nil && keepDays == nil ? .noRuleAgainst : nil
    }
}

/// Why a run is kept or goes.
public enum RetentionReason: Sendable, Equatable {
    case champion
    /// What a rollback leads to.
    case predecessor
    /// The champion's training started from it, and one that is repeated on the same data starts there again.
    case startOfChampion
    /// The newest run that ended: whoever is told of its end may still read it.
    case newest
    /// `current` leads to its bundle, though not by its name.
    case served
    /// Another config and pipeline has a bundle of the same run.
    case shared(config: String, pipeline: String)
    /// It can't be told which runs of its config and pipeline are the champion and its predecessor, and why not.
    case unclear(String)
    /// A run of its config and pipeline is in progress.
    case inProgress(holder: String)
    case amongLast(Int)
    case younger(days: Double)
    case noRuleAgainst
    /// A server is still to be sent its files.
    case unsent
    /// No rule speaks for it.
    case tooOld
    /// All together were above the bound.
    case tooLarge(ByteCount)
    /// The same, of a run whose files were still to be sent: no server will have them.
    case tooLargeUnsent(ByteCount)

    public var text: String {
        switch self {
        case .champion: "the champion"
        case .predecessor: "the champion's predecessor"
        case .startOfChampion: "the champion started from it"
        case .newest: "the newest that ended"
        case .served: "`current` leads to it"
        case .shared(let config, let pipeline): "\(pipeline) on \(config) has a bundle of it, too"
        case .unclear(let found): "it is unclear what is published: \(found)"
        case .inProgress(let holder): "a run is in progress (\(holder))"
        case .amongLast(let count): "among the newest \(count)"
        case .younger(let days): "not older than \(Int(exactly: days).map(String.init) ?? "\(days)") days"
        case .noRuleAgainst: "fits"
        case .unsent: "its files are not sent yet (see mercer sync)"
        case .tooOld: "no rule keeps it"
        case .tooLarge(let size): "all together take more than \(size)"
        case .tooLargeUnsent(let size):
            "all together take more than \(size), although its files are not sent yet (see mercer sync)"
        }
    }
}
