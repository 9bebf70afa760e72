import Tables

/// A column cast to another type: ``CellConversion`` applied once to each distinct string, else to each cell.
struct ColumnCast {
    /// The cells in their new type; those that could not be cast are missing.
    let column: Column
    /// False for the rows whose cell could not be cast. A missing cell stays missing, which is no failure.
    let isCastable: [Bool]
    /// Present cells that were cast.
    let castCount: Int

    /// O(rows), and O(rows · log rows) to `string`.
    init(_ source: Column, to type: ColumnType) {
        switch type {
        case .string: self.init(source)
        case .int64: self.init(source, zero: 0, CellConversion.int64) { .int64($0) }
        case .float64: self.init(source, zero: 0, CellConversion.float64) { .float64($0) }
        case .bool: self.init(source, zero: false, CellConversion.bool) { .bool($0) }
        case .timestamp: self.init(source, zero: 0, CellConversion.timestamp) { .timestamp($0) }
        }
    }

    private init<Value>(
        _ source: Column, zero: Value, _ convert: (CellConversion.Cell) -> Value?,
        _ wrap: (ValueColumn<Value>) -> Column
    ) {
        var cells = CellBuilder(zero: zero, capacity: source.count)
        var isCastable: [Bool] = []
        isCastable.reserveCapacity(source.count)
        var castCount = 0
        Self.forEachCell(of: source, convert) { value, isPresent in
            cells.append(value)
            isCastable.append(value != nil || !isPresent)
            if value != nil { castCount += 1 }
        }
        column = wrap(cells.column)
        self.isCastable = isCastable
        self.castCount = castCount
    }

    /// To strings, where every cell can be cast: each distinct value is spelled once.
    private init(_ source: Column) {
        let values = Self.words(source)
        var present: [Int64] = []
        for row in 0..<source.count where source.isPresent(row) { present.append(values[row]) }
        castCount = present.count
        present.sort()
        let distinct = present.indices.filter { $0 == 0 || present[$0 - 1] != present[$0] }.map { present[$0] }
        let (dictionary, codes) = StringDictionary.encoding(distinct.map { Self.spelling($0, source.type) })
        let rowCodes = values.indices.map { row in
            source.isPresent(row) ? codes[Self.position(of: values[row], in: distinct)] : StringColumn.missing
        }
        column = .string(StringColumn(codes: rowCodes, dictionary: dictionary))
        isCastable = [Bool](repeating: true, count: source.count)
    }

    private static func forEachCell<Value>(
        of column: Column, _ convert: (CellConversion.Cell) -> Value?, _ body: (Value?, _ isPresent: Bool) -> Void
    ) {
        switch column {
        case .string(let column):
            let converted = (0..<column.dictionary.count).map { convert(.string(column.dictionary[$0])) }
            for code in column.codes { body(code < 0 ? nil : converted[Int(code)], code >= 0) }
        case .int64(let column): forEachValue(of: column, { convert(.int64($0)) }, body)
        case .float64(let column): forEachValue(of: column, { convert(.float64($0)) }, body)
        case .bool(let column): forEachValue(of: column, { convert(.bool($0)) }, body)
        case .timestamp(let column): forEachValue(of: column, { convert(.timestamp($0)) }, body)
        }
    }

    private static func forEachValue<Source, Value>(
        of column: ValueColumn<Source>, _ convert: (Source) -> Value?, _ body: (Value?, _ isPresent: Bool) -> Void
    ) {
        for row in 0..<column.count {
            let isPresent = column.isPresent(row)
            body(isPresent ? convert(column.values[row]) : nil, isPresent)
        }
    }

    /// The cells as 64-bit words that are equal where the cells are; those of missing cells mean nothing.
    private static func words(_ column: Column) -> [Int64] {
        switch column {
        case .string(let column): column.codes.map { Int64($0) }
        case .int64(let column), .timestamp(let column): column.values
        case .float64(let column): column.values.map { $0 == 0 ? 0 : Int64(bitPattern: $0.bitPattern) }
        case .bool(let column): column.values.map { $0 ? 1 : 0 }
        }
    }

    private static func spelling(_ word: Int64, _ type: ColumnType) -> String {
        switch type {
        case .string: preconditionFailure("a string column is no cast to strings")
        case .int64: CellConversion.string(.int64(word))
        case .float64: CellConversion.string(.float64(Double(bitPattern: UInt64(bitPattern: word))))
        case .bool: CellConversion.string(.bool(word == 1))
        case .timestamp: CellConversion.string(.timestamp(word))
        }
    }

    private static func position(of word: Int64, in distinct: [Int64]) -> Int {
        var low = 0
        var high = distinct.count
        while low < high {
            let middle = (low + high) / 2
            if distinct[middle] < word { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
