import DurableFiles

/// The files that keep an evaluation's evidence: CSV, quoted as RFC 4180 says.
enum EvidenceFiles {
    static let users = "test-users.csv"
    static let lists = "sample-lists.csv"
    static let items = "sample-items.csv"
    static let calibration = "calibration.csv"

    /// Raised when what the files hold changes: an evaluation that was stored before is made anew.
    static let version = 2

    static let userHeader = ["user", "training_items", "test_items", "tail_test_items", "test_rows"]
    static let listHeader = ["user", "candidate", "rank", "item", "score"]
    static let itemHeader = ["item", "name", "training_users", "head"]
    static let calibrationHeader = ["candidate", "prediction", "rating", "rows"]
    /// Stands before a column of the users' side table, so that none is taken for one of ours.
    static let columnPrefix = "users."

    /// - Parameter names: ids of the test users, in the order of `evidence.users`.
    static func write(
        _ evidence: Evaluation.Evidence, users names: [String], to directory: String, in files: FileSystem
    ) throws -> [WrittenFile] {
        func file(_ name: String) throws -> FileWriter { try FileWriter("\(directory)/\(name)", in: files) }
        var written = [
            try writeUsers(evidence, names, to: file(users)), try writeLists(evidence.lists, to: file(lists)),
            try writeItems(evidence.items, to: file(items)),
            try UserGroupsFile.write(evidence.userGroupings, to: directory, in: files),
        ]
        if !evidence.calibration.isEmpty {
            written.append(try writeCalibration(evidence.calibration, to: file(calibration)))
        }
        return written
    }

    private static func writeUsers(
        _ evidence: Evaluation.Evidence, _ names: [String], to writer: FileWriter
    ) throws -> WrittenFile {
        let header = userHeader + evidence.userColumns.map { columnPrefix + $0.name }
        return try write(header, count: names.count, to: writer) { row, line in
            let user = evidence.users[row]
            line.append(names[row])
            for count in [user.trainingItems, user.testItems, user.tailTestItems, user.testRows] {
                line.append(String(count))
            }
            for column in evidence.userColumns { line.append(column.values[row]) }
        }
    }

    private static func writeLists(_ lists: [Evaluation.Evidence.List], to writer: FileWriter) throws -> WrittenFile {
        let places = lists.indices.flatMap { list in lists[list].items.indices.map { (list: list, rank: $0) } }
        return try write(listHeader, count: places.count, to: writer) { row, line in
            let (list, rank) = (lists[places[row].list], places[row].rank)
            line.append(list.user)
            line.append(list.candidate)
            line.append(String(rank + 1))
            line.append(list.items[rank])
            line.append(list.scores[rank].description)
        }
    }

    private static func writeItems(_ items: [Evaluation.Evidence.ListedItem], to writer: FileWriter) throws
        -> WrittenFile
    {
        try write(itemHeader, count: items.count, to: writer) { row, line in
            line.append(items[row].id)
            line.append(items[row].name)
            line.append(String(items[row].trainingUsers))
            line.append(items[row].isHead ? "1" : "0")
        }
    }

    private static func writeCalibration(
        _ bins: [Evaluation.Evidence.CalibrationBin], to writer: FileWriter
    ) throws -> WrittenFile {
        try write(calibrationHeader, count: bins.count, to: writer) { row, line in
            line.append(bins[row].candidate)
            line.append(bins[row].meanPrediction.description)
            line.append(bins[row].meanRating.description)
            line.append(String(bins[row].rows))
        }
    }

    private static func write(
        _ header: [String], count: Int, to writer: FileWriter, fields: (_ row: Int, inout Line) -> Void
    ) throws -> WrittenFile {
        var line = Line()
        for name in header { line.append(name) }
        try line.end(in: writer)
        for row in 0..<count {
            fields(row, &line)
            try line.end(in: writer)
        }
        return try writer.finish()
    }

    /// One record in the making, its buffer used again for the next.
    private struct Line {
        private var bytes: [UInt8] = []
        private var isFirst = true

        /// A field that is missing stays empty, without the quotes of an empty text.
        mutating func append(_ field: String?) {
            if !isFirst { bytes.append(UInt8(ascii: ",")) }
            isFirst = false
            guard var field else { return }
            field.withUTF8 { CSVField.append($0, to: &bytes) }
        }

        /// Writes the record with its line end; the next field starts another.
        mutating func end(in writer: FileWriter) throws {
            bytes.append(UInt8(ascii: "\n"))
            try writer.write(bytes)
            bytes.removeAll(keepingCapacity: true)
            isFirst = true
        }
    }
}
