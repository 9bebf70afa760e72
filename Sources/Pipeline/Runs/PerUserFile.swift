import DurableFiles

/// The metrics of each user with test items, for paired comparisons of candidates and runs.
///
/// A CSV with the header `user,candidate,<metric>…` and a row per user and candidate.
enum PerUserFile {
    static let name = "per-user-metrics.csv"

    static func write(_ perUser: Evaluation.PerUser, to path: String, in files: FileSystem) throws -> WrittenFile {
        let writer = try FileWriter(path, in: files)
        var candidates: [String] = []
        var metrics: [String] = []
        for column in perUser.columns {
            if !candidates.contains(column.candidate) { candidates.append(column.candidate) }
            if !metrics.contains(column.metric) { metrics.append(column.metric) }
        }
        try writer.write((["user", "candidate"] + metrics).joined(separator: ",") + "\n")
        for candidate in candidates {
            let columns = metrics.map { metric in
                perUser.columns.first { $0.candidate == candidate && $0.metric == metric }?.values
            }
            for (row, user) in perUser.users.enumerated() {
                var line = "\(CSVField.quoted(user)),\(candidate)"
                for values in columns { line += "," + (values.map { number($0[row]) } ?? "") }
                try writer.write(line + "\n")
            }
        }
        return try writer.finish()
    }

    /// A user without a value (no test rows of the kind the metric looks at) has an empty cell.
    private static func number(_ value: Float) -> String {
        value.isNaN ? "" : value.description
    }
}
