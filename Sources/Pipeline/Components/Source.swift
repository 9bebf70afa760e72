import Tables

/// Reads a dataset of the site into a table. Its settings share an object with the dataset's common keys.
public protocol Source: Component {
    /// The files whose content decides the result: globs expanded, in the order they are read.
    ///
    /// - Throws: `InputError` where a file is missing or is no regular file.
    func inputFiles() throws -> [String]

    /// - Throws: `InputError`, `DataError`.
    func read(_ request: ReadRequest, in context: RunContext) throws -> SourceReading
}

/// What of a source's data is wanted, and how it is to be understood.
public struct ReadRequest: Sendable {
    public let dataset: String
    public let columns: [ColumnSettings]
    /// IANA name of the zone of times that state none.
    public let timezone: String
    public let badRowLimit: BadRowLimit

    public init(dataset: String, columns: [ColumnSettings], timezone: String, badRowLimit: BadRowLimit) {
        self.dataset = dataset
        self.columns = columns
        self.timezone = timezone
        self.badRowLimit = badRowLimit
    }
}

/// A table as read, with the rows that could not be.
public struct SourceReading: Sendable {
    public struct RejectedRow: Sendable, Equatable {
        public let file: String
        /// Counts from 1; the line the record starts on.
        public let line: Int
        public let reason: String
        /// What was wrong in words: the cell and what was expected.
        public let cause: String
        /// The record's text, cut to a bounded length.
        public let text: String

        public init(file: String, line: Int, reason: String, cause: String, text: String) {
            self.file = file
            self.line = line
            self.reason = reason
            self.cause = cause
            self.text = text
        }
    }

    public private(set) var table: Table
    public let rowsRead: Int
    /// Rows rejected by reason: all of them, though `rejectedRows` may be cut.
    public let rejected: [(reason: String, count: Int)]
    public let rejectedRows: [RejectedRow]

    public init(table: Table, rowsRead: Int, rejected: [(reason: String, count: Int)], rejectedRows: [RejectedRow]) {
        self.table = table
        self.rowsRead = rowsRead
        self.rejected = rejected
        self.rejectedRows = rejectedRows
    }

    /// Hands the table over, leaving an empty one.
    public mutating func takeTable() -> Table {
        var taken = Table(columns: [])
        swap(&taken, &table)
        return taken
    }
}

/// How many rows of a dataset may be rejected: a share of the rows read (below 1), or a count (from 1).
public enum BadRowLimit: Sendable, Equatable {
    case share(Double)
    case count(Int)

    public init(_ number: Double) {
        self = number < 1 ? .share(number) : .count(Int(exactly: number.rounded(.down)) ?? .max)
    }

    public func allows(_ rejected: Int, of read: Int) -> Bool {
        switch self {
        case .share(let share): Double(rejected) <= share * Double(read)
        case .count(let count): rejected <= count
        }
    }
}
