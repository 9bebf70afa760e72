/// The files that keep an evaluation's evidence: CSV, quoted as RFC 4180 says.
enum EvidenceFiles {
    static let users = "test-users.csv"
    static let lists = "sample-lists.csv"
    static let items = "sample-items.csv"
    static let calibration = "calibration.csv"

    static let userHeader = ["user", "training_items", "test_items", "tail_test_items", "test_rows"]
    static let listHeader = ["user", "candidate", "rank", "item", "score"]
    static let itemHeader = ["item", "name", "training_users", "head"]
    static let calibrationHeader = ["candidate", "prediction", "rating", "rows"]
    /// Stands before a column of the users' side table, so that none is taken for one of ours.
    static let columnPrefix = "users."

    /// - Parameter names: ids of the test users, in the order of `evidence.users`.
    static func write(_ evidence: Evaluation.Evidence, users names: [String], in directory: String) throws
        -> [WrittenFile]
    {
        var files = [
            try write(
                userHeader + evidence.userColumns.map { columnPrefix + $0.name },
                rows: names.indices.lazy.map { row in
                    let user = evidence.users[row]
                    let counts = [user.trainingItems, user.testItems, user.tailTestItems, user.testRows]
                    return [names[row]] + counts.map { String($0) } + evidence.userColumns.map { $0.values[row] }
                }, to: "\(directory)/\(self.users)"),
            try write(
                listHeader,
                rows: evidence.lists.lazy.flatMap { list in
                    list.items.indices.lazy.map { place in
                        [
                            list.user, list.candidate, String(place + 1), list.items[place],
                            list.scores[place].description,
                        ]
                    }
                }, to: "\(directory)/\(lists)"),
            try write(
                itemHeader,
                rows: evidence.items.lazy.map {
                    [$0.id, $0.name, String($0.trainingUsers), $0.isHead ? "1" : "0"]
                }, to: "\(directory)/\(items)"),
        ]
        if !evidence.calibration.isEmpty {
            files.append(
                try write(
                    calibrationHeader,
                    rows: evidence.calibration.lazy.map {
                        [$0.candidate, $0.meanPrediction.description, $0.meanRating.description, String($0.rows)]
                    }, to: "\(directory)/\(calibration)"))
        }
        return files
    }

    private static func write(
        _ header: [String], rows: some Sequence<[String?]>, to path: String
    ) throws -> WrittenFile {
        let writer = try FileWriter(path)
        try writer.write(line(header))
        for row in rows { try writer.write(line(row)) }
        return try writer.finish()
    }

    /// A field that is missing stays empty, without the quotes of an empty text.
    private static func line(_ fields: [String?]) -> String {
        fields.map { $0.map(CSVField.quoted) ?? "" }.joined(separator: ",") + "\n"
    }
}
