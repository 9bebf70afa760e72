/// What a run's evaluation left for comparisons, read back from its files; see `Evaluation.Evidence`.
struct StoredEvidence: Sendable {
    /// The test users in the order of the file; nil where the run left none.
    static func users(of run: StoredRun) throws -> TestUsers? {
        try users(in: run.directory)
    }

    /// The same of the directory that holds the file.
    static func users(in directory: String) throws -> TestUsers? {
        guard let file = try CSVFile("\(directory)/\(EvidenceFiles.users)", startingWith: EvidenceFiles.userHeader)
        else { return nil }
        let names = file.header.dropFirst(EvidenceFiles.userHeader.count).map {
            String($0.dropFirst(EvidenceFiles.columnPrefix.count))
        }
        var users = TestUsers(columnNames: names)
        try file.forEachRecord { record in
            let counts = try (1...4).map { try file.count(record, $0) }
            users.ids.append(record[0])
            users.facts.append(
                .init(trainingItems: counts[0], testItems: counts[1], tailTestItems: counts[2], testRows: counts[3]))
            for column in names.indices {
                let value = record[EvidenceFiles.userHeader.count + column]
                users.columns[column].values.append(value.isEmpty ? nil : value)
            }
        }
        return users
    }

    struct TestUsers {
        var ids: [String] = []
        var facts: [Evaluation.Evidence.TestUser] = []
        var columns: [(name: String, values: [String?])]

        init(columnNames: [String]) {
            columns = columnNames.map { ($0, []) }
        }
    }

    /// A candidate's lists by user, best first; nil where the run left none of it.
    static func lists(of candidate: String, run: StoredRun) throws -> [String: RankedList]? {
        guard let file = try CSVFile("\(run.directory)/\(EvidenceFiles.lists)", startingWith: EvidenceFiles.listHeader)
        else { return nil }
        var lists: [String: RankedList] = [:]
        let wanted = Array(candidate.utf8)
        try file.forEachRecord { record in
            guard record.field(1, is: wanted) else { return }
            lists[record[0], default: RankedList()].append(record[3], score: record.number(4) ?? .nan)
        }
        return lists.isEmpty ? nil : lists
    }

    /// The items that stand in lists, by id.
    static func items(of run: StoredRun) throws -> [String: Evaluation.Evidence.ListedItem] {
        guard let file = try CSVFile("\(run.directory)/\(EvidenceFiles.items)", startingWith: EvidenceFiles.itemHeader)
        else { return [:] }
        var items: [String: Evaluation.Evidence.ListedItem] = [:]
        try file.forEachRecord { record in
            items[record[0]] = .init(
                id: record[0], name: record[1].isEmpty ? nil : record[1], trainingUsers: try file.count(record, 2),
                isHead: record[3] == "1")
        }
        return items
    }

    /// A candidate's calibration, predictions ascending; empty where the run left none.
    static func calibration(
        of candidate: String, run: StoredRun
    ) throws -> [Evaluation.Evidence.CalibrationBin] {
        let path = "\(run.directory)/\(EvidenceFiles.calibration)"
        guard let file = try CSVFile(path, startingWith: EvidenceFiles.calibrationHeader) else { return [] }
        var bins: [Evaluation.Evidence.CalibrationBin] = []
        try file.forEachRecord { record in
            guard record[0] == candidate, let prediction = record.number(1), let rating = record.number(2) else {
                return
            }
            bins.append(
                .init(
                    candidate: candidate, meanPrediction: prediction, meanRating: rating,
                    rows: try file.count(record, 3)))
        }
        return bins
    }
}

extension CSVFile {
    /// A field that counts something.
    ///
    /// - Throws: `InputError` where it is no whole number from 0 on.
    fileprivate func count(_ record: Record, _ field: Int) throws -> Int {
        guard let count = record.number(field).flatMap({ Int(exactly: $0) }), count >= 0 else {
            throw InputError(
                path: path, found: "the \(header[field]) of \(record[0]) is \"\(record[field])\"",
                remedy: "it was changed after the run; run the pipeline again")
        }
        return count
    }
}

/// What a model recommends to one user, best first.
public struct RankedList: Sendable, Equatable {
    public private(set) var items: [String] = []
    public private(set) var scores: [Double] = []

    public init() {}

    public mutating func append(_ item: String, score: Double) {
        items.append(item)
        scores.append(score)
    }
}
