/// What parsing one chunk gave. Lines count from 0 at the chunk's first row.
struct ChunkResult {
    /// Where the first row was taken to begin; nil if none seemed to begin in the chunk.
    let start: Int?
    /// Where the first row begins that no longer belongs to the chunk.
    var end: Int
    /// Whether the text ended before the last row did; that row begins at `end` and is not among the results.
    var isCutShort = false
    /// Line feeds between `start` and `end`.
    var lineCount = 0
    /// Which worker's tables the codes in `parts` belong to.
    let worker: Int
    var parts: [ColumnPart]
    var rejections = ChunkRejections()
    /// What made the parser stop; the rest of the result does not matter then.
    var failure: ChunkFailure?
    var rowCount = 0

    init(start: Int?, end: Int, worker: Int, parts: [ColumnPart]) {
        self.start = start
        self.end = end
        self.worker = worker
        self.parts = parts
    }
}

/// An error whose line is not known yet, because that depends on the chunks before.
enum ChunkFailure {
    case unterminatedQuote(line: Int)
    case fieldTooLong(line: Int)
    case recordTooLong(line: Int)
    case source(LoadError)

    func error(path: String, firstLine: Int, limits: ReadLimits) -> LoadError {
        switch self {
        case .unterminatedQuote(let line): .unterminatedQuote(path: path, line: firstLine + line)
        case .fieldTooLong(let line): .fieldTooLong(path: path, line: firstLine + line, limit: limits.fieldBytes)
        case .recordTooLong(let line): .recordTooLong(path: path, line: firstLine + line, limit: limits.recordBytes)
        case .source(let error): error
        }
    }
}

/// The rejected rows of one chunk.
struct ChunkRejections {
    struct Cause: Hashable {
        let reason: RejectionReason
        /// The plan's column to blame.
        let column: Int?
    }

    struct Row {
        let line: Int
        let cause: Cause
        let explanation: String
        let text: String
    }

    var counts: [Cause: Int] = [:]
    var kept: [Row] = []

    var total: Int { counts.values.reduce(0, +) }
}
