import Modelling

/// The test users with what challenger and champion came to for each of them.
public struct PairedUsers: Sendable {
    /// Test rows of each user, which metrics pooled over rows weigh by.
    public let rows: [Int]
    /// How columns of the users' table group them, by the column's name.
    public let groups: [String: UserGrouping]
    /// By metric, a value for each user; NaN where a user has none.
    public let challenger: [String: [Double]]
    public let champion: [String: [Double]]

    public init(
        rows: [Int], groups: [String: UserGrouping] = [:], challenger: [String: [Double]],
        champion: [String: [Double]]
    ) {
        self.rows = rows
        self.groups = groups
        self.challenger = challenger
        self.champion = champion
    }

    /// Reads what a run left of its winner, and what scoring the champion left.
    ///
    /// - Parameter groups: of the run's test users.
    /// - Throws: `InputError` where a file is missing or was changed.
    init(
        winner: String, in runDirectory: String, groups: [String: UserGrouping],
        championIn directory: String
    ) throws {
        guard let users = try StoredEvidence.users(in: runDirectory) else {
            throw Self.missing(EvidenceFiles.users, in: runDirectory)
        }
        guard let challenger = try PerUserValues(winner, in: runDirectory) else {
            throw Self.missing(PerUserFile.name, in: runDirectory)
        }
        guard let champion = try PerUserValues(ChampionScores.candidate, in: directory) else {
            throw Self.missing(PerUserFile.name, in: directory)
        }
        guard groups.values.allSatisfy({ $0.absence != nil || $0.codes.count == users.ids.count }) else {
            throw Self.missing(UserGroupsFile.name, in: runDirectory)
        }
        self.init(
            rows: users.facts.map(\.testRows), groups: groups,
            challenger: Self.columns(challenger, of: users.ids), champion: Self.columns(champion, of: users.ids))
    }

    private static func columns(_ values: PerUserValues, of users: [String]) -> [String: [Double]] {
        values.metrics.reduce(into: [:]) { $0[$1] = values.values(of: $1, for: users) }
    }

    private static func missing(_ file: String, in directory: String) -> InputError {
        InputError(
            path: "\(directory)/\(file)", found: "it is missing, or lacks what the gate compares",
            remedy: "it was changed while the run went on; run the pipeline again")
    }

    /// A metric of both, the challenger first; nil where one has no values per user.
    func metric(_ name: String) -> MetricColumns? {
        guard let challenger = challenger[name], let champion = champion[name] else { return nil }
        return MetricColumns(name, columns: [challenger, champion], rows: rows)
    }
}
