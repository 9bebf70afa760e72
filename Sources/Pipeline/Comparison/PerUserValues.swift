/// One candidate's values of each user, read from a run's `per-user-metrics.csv`.
struct PerUserValues: Sendable {
    /// Ids in byte order.
    let users: [String]
    let metrics: [String]
    /// One column per metric; NaN where a user has no value.
    let columns: [[Double]]

    /// Nil where the run left no such file, or nothing of the candidate.
    init?(_ candidate: String, of run: StoredRun) throws {
        try self.init(candidate, in: run.directory)
    }

    /// - Parameter directory: what holds the file.
    init?(_ candidate: String, in directory: String) throws {
        let path = "\(directory)/\(PerUserFile.name)"
        guard let file = try CSVFile(path, startingWith: ["user", "candidate"]) else { return nil }
        let metrics = Array(file.header.dropFirst(2))
        var users: [String] = []
        var columns = metrics.map { _ in [Double]() }
        let wanted = Array(candidate.utf8)
        try file.forEachRecord { record in
            guard record.field(1, is: wanted) else { return }
            users.append(record[0])
            for metric in metrics.indices { columns[metric].append(record.number(2 + metric) ?? .nan) }
        }
        guard !users.isEmpty else { return nil }
        self.users = users
        self.metrics = metrics
        self.columns = columns
    }

    /// The columns in the order of `order`, which names users that are all here.
    func values(of metric: String, for order: [String]) -> [Double]? {
        guard let index = metrics.firstIndex(of: metric) else { return nil }
        guard users != order else { return columns[index] }
        let places = Dictionary(zip(users, users.indices)) { first, _ in first }
        return order.map { user in places[user].map { columns[index][$0] } ?? .nan }
    }
}
