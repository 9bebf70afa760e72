import Tables

/// A column whose every cell is the same text, read as the column's type.
struct ConstantColumn {
    private let request: ColumnRequest
    private let text: [UInt8]

    init(_ request: ColumnRequest, text: String) {
        self.request = request
        self.text = Array(text.utf8)
    }

    /// - Throws: ``LoadError/invalidSetting`` where the text does not parse as the type.
    func check() throws(LoadError) { _ = try column(rowCount: 1) }

    func column(rowCount: Int) throws(LoadError) -> Column {
        switch request.kind {
        case .string(let integral): .string(try strings(rowCount, integral: integral))
        case .int64(let integral): .int64(try values(rowCount, IntegerParser(allowsFraction: integral)))
        case .float64: .float64(try values(rowCount, DecimalParser()))
        case .bool: .bool(try values(rowCount, BooleanParser()))
        case .timestamp(let format): .timestamp(try values(rowCount, TimestampParser(format)))
        }
    }

    private func values<Parser: CellParser>(
        _ rowCount: Int, _ parser: Parser
    ) throws(LoadError) -> ValueColumn<Parser.Value> {
        var parser = parser
        var value = Parser.zero
        let failure = text.withUnsafeBufferPointerPadded { parser.parse($0, into: &value) }
        if failure != nil { throw invalid }
        return ValueColumn(values: [Parser.Value](repeating: value, count: rowCount))
    }

    private func strings(_ rowCount: Int, integral: Bool) throws(LoadError) -> StringColumn {
        var spelling = text
        if integral {
            switch text.withUnsafeBufferPointerPadded(IntegralSpelling.reading) {
            case .notANumber: break
            case .notWhole: throw invalid
            case .whole(let digits): spelling = digits
            }
        }
        guard spelling.withUnsafeBufferPointerPadded(TextCheck.failure) == nil else { throw invalid }
        let dictionary = StringDictionary(sortedBytes: spelling, offsets: [0, spelling.count])
        return StringColumn(
            codes: [Int32](repeating: 0, count: rowCount), dictionary: rowCount > 0 ? dictionary : .empty)
    }

    private var invalid: LoadError {
        .invalidSetting(
            "columns.\(request.name).value", found: String(decoding: text, as: UTF8.self).debugDescription,
            expected: "a value of the type \(request.kind.type.rawValue)")
    }
}
