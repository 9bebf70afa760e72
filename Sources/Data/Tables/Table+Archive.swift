extension Table {
    /// The table as tensors `<name>.<position>…`, with names and types in the metadata key `<name>`.
    ///
    /// Column names live in the metadata, one `type name` a line, so that any name is possible.
    public func archive(named name: String) -> TensorArchive {
        var tensors: [Tensor] = []
        for (position, column) in columns.enumerated() {
            tensors += column.tensors(named: "\(name).\(position)")
        }
        let lines = schema.fields.map { "\($0.type.rawValue) \($0.name)" }
        return TensorArchive(tensors, metadata: [name: ([String(rowCount)] + lines).joined(separator: "\n")])
    }

    /// Reads back what `archive(named:)` gave.
    public init(_ archive: TensorArchive, named name: String) throws(ArchiveError) {
        let lines = try archive.requireMetadata(name).split(separator: "\n", omittingEmptySubsequences: false)
        var named: [(String, Column)] = []
        for (position, line) in lines.dropFirst().enumerated() {
            let parts = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, let type = ColumnType(rawValue: String(parts[0])) else {
                throw .wrongMetadata(name: name, found: String(line), expected: "a type and a name")
            }
            named.append((String(parts[1]), try Column(archive, named: "\(name).\(position)", type: type)))
        }
        guard Set(named.map(\.1.count)).count <= 1 else {
            throw .wrongMetadata(name: name, found: "columns of different lengths", expected: "one length")
        }
        self.init(columns: named)
    }
}

extension Column {
    func tensors(named name: String) -> [Tensor] {
        switch self {
        case .string(let column):
            return [Tensor("\(name).codes", shape: [column.count], .int32(column.codes))]
                + column.dictionary.tensors(named: name)
        case .int64(let column), .timestamp(let column):
            return [Tensor("\(name).values", shape: [column.count], .int64(column.values))]
                + Self.validity(column.validity, named: name)
        case .float64(let column):
            return [Tensor("\(name).values", shape: [column.count], .float64(column.values))]
                + Self.validity(column.validity, named: name)
        case .bool(let column):
            return [Tensor("\(name).values", shape: [column.count], .uint8(column.values.map { $0 ? 1 : 0 }))]
                + Self.validity(column.validity, named: name)
        }
    }

    init(_ archive: TensorArchive, named name: String, type: ColumnType) throws(ArchiveError) {
        switch type {
        case .string:
            let dictionary = try StringDictionary(archive, named: name)
            let codes = try archive.int32("\(name).codes")
            guard codes.allSatisfy({ $0 < dictionary.count }) else {
                throw .wrongTensor(
                    name: name, found: "a code past the dictionary", expected: "below \(dictionary.count)")
            }
            self = .string(StringColumn(codes: codes, dictionary: dictionary))
        case .int64: self = .int64(try Self.values(archive, named: name, archive.int64("\(name).values")))
        case .timestamp: self = .timestamp(try Self.values(archive, named: name, archive.int64("\(name).values")))
        case .float64: self = .float64(try Self.values(archive, named: name, archive.float64("\(name).values")))
        case .bool:
            let values = try archive.uint8("\(name).values").map { $0 != 0 }
            self = .bool(try Self.values(archive, named: name, values))
        }
    }

    private static func values<Value>(
        _ archive: TensorArchive, named name: String, _ values: [Value]
    ) throws(ArchiveError) -> ValueColumn<Value> {
        guard archive["\(name).validity"] != nil else { return ValueColumn(values: values, validity: nil) }
        let words = try archive.int64("\(name).validity").map(UInt64.init(bitPattern:))
        guard words.count == (values.count + 63) / 64 else {
            throw .wrongTensor(
                name: "\(name).validity", found: "\(words.count) words", expected: "\((values.count + 63) / 64)")
        }
        return ValueColumn(values: values, validity: Bitmap(count: values.count, words: words))
    }

    private static func validity(_ bitmap: Bitmap?, named name: String) -> [Tensor] {
        guard let bitmap else { return [] }
        let words = bitmap.words.map(Int64.init(bitPattern:))
        return [Tensor("\(name).validity", shape: [words.count], .int64(words))]
    }
}
