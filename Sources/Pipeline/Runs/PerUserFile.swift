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
            var line: [UInt8] = []
            for (row, user) in perUser.users.enumerated() {
                line.removeAll(keepingCapacity: true)
                var user = user
                user.withUTF8 { CSVField.append($0, to: &line) }
                line.append(UInt8(ascii: ","))
                line.append(contentsOf: candidate.utf8)
                for values in columns {
                    line.append(UInt8(ascii: ","))
                    // A user without a value (no test rows of the kind the metric looks at) has an empty cell.
                    if let value = values?[row], !value.isNaN { line.append(contentsOf: value.description.utf8) }
                }
                line.append(UInt8(ascii: "\n"))
                try writer.write(line)
            }
        }
        return try writer.finish()
    }
}
