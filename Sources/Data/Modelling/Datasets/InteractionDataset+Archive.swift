import Tables

extension InteractionDataset {
    public func archive() -> TensorArchive {
        var tensors = training.users.tensors(named: "users") + training.items.tensors(named: "items")
        tensors += training.byUser.tensors(named: "training")
        var metadata = ["feedback": training.feedback.rawValue]
        for (name, part) in [("validation", validation), ("test", test)] {
            tensors += part?.tensors(named: name) ?? []
        }
        for (name, table) in [("user_table", userTable), ("item_table", itemTable)] {
            guard let stored = table?.archive(named: name) else { continue }
            tensors += stored.tensors
            metadata.merge(stored.metadata) { _, new in new }
        }
        return TensorArchive(tensors, metadata: metadata)
    }

    public init(archive: TensorArchive) throws {
        let text = try archive.requireMetadata("feedback")
        guard let feedback = InteractionMatrix.Feedback(rawValue: text) else {
            throw ArchiveError.wrongMetadata(name: "feedback", found: text, expected: "implicit or explicit")
        }
        let users = try StringDictionary(archive, named: "users")
        let items = try StringDictionary(archive, named: "items")
        let byUser = try SparseMatrix(archive, named: "training", rows: users.count, columns: items.count)
        self.init(
            training: InteractionMatrix(feedback: feedback, users: users, items: items, byUser: byUser),
            validation: try HeldOutInteractions(archive, named: "validation", users: users.count, items: items.count),
            test: try HeldOutInteractions(archive, named: "test", users: users.count, items: items.count),
            userTable: archive.metadata["user_table"] == nil ? nil : try Table(archive, named: "user_table"),
            itemTable: archive.metadata["item_table"] == nil ? nil : try Table(archive, named: "item_table"))
    }
}

extension SparseMatrix {
    func tensors(named name: String) -> [Tensor] {
        [
            Tensor("\(name).offsets", shape: [offsets.count], .int64(offsets.map(Int64.init))),
            Tensor("\(name).indices", shape: [count], .int32(indices)),
            Tensor("\(name).values", shape: [count], .float32(values)),
        ]
    }

    init(_ archive: TensorArchive, named name: String, rows: Int, columns: Int) throws(ArchiveError) {
        let offsets = try archive.int64("\(name).offsets").map(Int.init)
        let indices = try archive.int32("\(name).indices")
        let values = try archive.float32("\(name).values")
        try Self.check(offsets, covers: indices, rows: rows, columns: columns, name: name)
        guard values.count == indices.count else {
            throw .wrongTensor(name: "\(name).values", found: "\(values.count)", expected: "\(indices.count) values")
        }
        self.init(rows: rows, columns: columns, offsets: offsets, indices: indices, values: values)
    }

    static func check(
        _ offsets: [Int], covers indices: [Int32], rows: Int, columns: Int, name: String
    ) throws(ArchiveError) {
        let ascends = zip(offsets, offsets.dropFirst()).allSatisfy { $0 <= $1 }
        guard offsets.count == rows + 1, offsets.first == 0, offsets.last == indices.count, ascends else {
            throw .wrongTensor(
                name: "\(name).offsets", found: "\(offsets.count) offsets",
                expected: "\(rows + 1) ascending from 0 to \(indices.count)")
        }
        guard indices.allSatisfy({ $0 >= 0 && $0 < columns }) else {
            throw .wrongTensor(name: "\(name).indices", found: "an index outside", expected: "0 to \(columns - 1)")
        }
    }
}

extension HeldOutInteractions {
    func tensors(named name: String) -> [Tensor] {
        [
            Tensor("\(name).offsets", shape: [offsets.count], .int64(offsets.map(Int64.init))),
            Tensor("\(name).items", shape: [count], .int32(items)),
            Tensor("\(name).values", shape: [count], .float32(values)),
            Tensor("\(name).labels", shape: [count], .int32(labels)),
            Tensor(
                "\(name).unknown", shape: [2], .int64([Int64(rowsWithUnknownUser), Int64(rowsWithUnknownItem)])),
        ] + labelTensors(named: "\(name).label_names")
    }

    /// Names end to end with their offsets, since a name can hold any character. They keep their order.
    private func labelTensors(named name: String) -> [Tensor] {
        let offsets = labelNames.reduce(into: [Int64(0)]) { $0.append($0.last! + Int64($1.utf8.count)) }
        return [
            Tensor("\(name).bytes", shape: [Int(offsets.last!)], .uint8(labelNames.flatMap { Array($0.utf8) })),
            Tensor("\(name).offsets", shape: [offsets.count], .int64(offsets)),
        ]
    }

    /// The part called `name`, or nil where the archive has none.
    init?(_ archive: TensorArchive, named name: String, users: Int, items itemCount: Int) throws(ArchiveError) {
        guard archive["\(name).offsets"] != nil else { return nil }
        let offsets = try archive.int64("\(name).offsets").map(Int.init)
        let items = try archive.int32("\(name).items")
        try SparseMatrix.check(offsets, covers: items, rows: users, columns: itemCount, name: name)
        let values = try archive.float32("\(name).values")
        let labels = try archive.int32("\(name).labels")
        let unknown = try archive.int64("\(name).unknown")
        let labelNames = try StringDictionary(archive, named: "\(name).label_names").strings
        guard values.count == items.count, labels.count == items.count, unknown.count == 2 else {
            throw .wrongTensor(name: name, found: "uneven tensors", expected: "\(items.count) values and labels")
        }
        guard labels.allSatisfy({ $0 < labelNames.count }) else {
            throw .wrongTensor(
                name: "\(name).labels", found: "a label past the names", expected: "below \(labelNames.count)")
        }
        self.init(
            offsets: offsets, items: items, values: values, labels: labels, labelNames: labelNames,
            rowsWithUnknownUser: Int(unknown[0]), rowsWithUnknownItem: Int(unknown[1]))
    }
}
