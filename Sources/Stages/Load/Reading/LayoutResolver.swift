import Pipeline

/// Finds the requested columns among a file's.
struct LayoutResolver {
    let plan: ReadPlan
    let path: String
    let record: HeaderReader.FirstRecord

    /// - Throws: the errors about headers; all columns that are missing are named at once.
    func layout() throws(LoadError) -> FileLayout {
        var positions: [[UInt8]: [Int]] = [:]
        if plan.format.hasHeader {
            for (position, name) in record.names.enumerated() {
                positions[Array(name.utf8), default: []].append(position)
            }
        }
        var fields: [Int] = []
        var missing: [LoadError.MissingColumn] = []
        for column in plan.columns {
            switch column.origin {
            case .header(let source):
                let found = positions[Array(source.utf8)] ?? []
                guard found.count <= 1 else {
                    throw .duplicateColumn(path: path, line: record.line, name: source, positions: found)
                }
                if found.isEmpty { missing.append(self.missing(column.name, source: source)) }
                fields += found
            case .position(let position):
                fields.append(try field(position, of: column))
            case .constant:
                preconditionFailure("a plan's columns come from files")
            }
        }
        guard missing.isEmpty else {
            throw .missingColumns(
                path: path, line: record.line, missing, header: record.names, hint: delimiterHint())
        }
        return FileLayout(
            path: path, fieldCount: record.names.count, fields: fields, dataStart: record.dataStart,
            dataLine: record.dataLine)
    }

    private func field(_ position: Int, of column: ColumnRequest) throws(LoadError) -> Int {
        if position < record.names.count { return position }
        throw .positionOutOfRange(
            path: path, line: record.line, name: column.name, position: position, fieldCount: record.names.count)
    }

    private func missing(_ name: String, source: String) -> LoadError.MissingColumn {
        let nearest = NearestName.nearest(to: source, among: Array(record.names.prefix(2_000)))
        return LoadError.MissingColumn(name: name, source: source, nearest: nearest)
    }

    /// The usual delimiter under which the header would show the most of what is missing, if any does better.
    private func delimiterHint() -> LoadError.DelimiterHint? {
        let wanted = Set(
            plan.columns.compactMap { column in
                if case .header(let source) = column.origin { source } else { nil }
            })
        let score = { (names: [String]) in names.count { wanted.contains($0) } }
        var best: (hint: LoadError.DelimiterHint, score: Int)?
        for delimiter in [",", ";", "\t", "|", ":"] as [Character] where delimiter.asciiValue != plan.format.delimiter {
            let names = record.text.split(separator: delimiter, omittingEmptySubsequences: false).map(bare)
            guard names.count > 1, score(names) > max(score(record.names), best?.score ?? 0) else { continue }
            best = (.init(delimiter: delimiter, fieldCount: names.count), score(names))
        }
        return best?.hint
    }

    /// A name without quotes and blanks around it.
    private func bare(_ name: Substring) -> String {
        let edges: (Character) -> Bool = { $0.isWhitespace || $0.asciiValue == (plan.format.quote ?? 0) }
        var rest = name.drop(while: edges)
        while let last = rest.last, edges(last) { rest.removeLast() }
        return String(rest)
    }
}
