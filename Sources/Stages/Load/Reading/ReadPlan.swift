/// Everything about a read that is the same for all its files, checked.
struct ReadPlan: Sendable {
    let format: DelimitedFormat
    let limits: ReadLimits
    let grid: ReadGrid
    /// The columns that come from the files; constants are filled in when the table is put together.
    let columns: [ColumnRequest]
    let nullTokens: NullTokens

    init(format: DelimitedFormat, limits: ReadLimits, grid: ReadGrid, requests: [ColumnRequest]) {
        self.format = format
        self.limits = limits
        self.grid = grid
        nullTokens = NullTokens(format.nullTokens)
        columns = requests.filter { request in
            if case .constant = request.origin { false } else { true }
        }
    }

    /// One decoder for each column from the files. Each worker has its own.
    func makeDecoders() -> [any ColumnDecoder] {
        columns.enumerated().map { index, column in
            Self.decoder(
                column.kind, context: ColumnContext(index: index, nullTokens: nullTokens, isRequired: column.isRequired)
            )
        }
    }

    static func decoder(_ kind: ColumnRequest.Kind, context: ColumnContext) -> any ColumnDecoder {
        switch kind {
        case .string(let integral): StringDecoder(isIntegral: integral, context: context)
        case .int64(let integral): ValueDecoder(IntegerParser(allowsFraction: integral), context: context)
        case .float64: ValueDecoder(DecimalParser(), context: context)
        case .bool: ValueDecoder(BooleanParser(), context: context)
        case .timestamp(let format): ValueDecoder(TimestampParser(format), context: context)
        }
    }
}

/// Where one file keeps what a plan asks for.
struct FileLayout: Sendable {
    let path: String
    /// How many fields every row has.
    let fieldCount: Int
    /// For each of the plan's columns its position in a row.
    let fields: [Int]
    /// Where the first row begins in the text, and on which line.
    let dataStart: Int
    let dataLine: Int
}
