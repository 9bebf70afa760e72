/// What a read has brought in so far, in the order of files and rows.
struct ReadAccount {
    private(set) var pieces: [TableAssembly.Piece] = []
    private(set) var rowsRead = 0
    private(set) var rejections = RejectionCounts()
    private(set) var rejectedRows: [RejectedRow] = []
    /// Whether a chunk's rows were thrown away and parsed again, so that tables hold texts of rows nobody has.
    private(set) var hasDiscarded = false

    let plan: ReadPlan

    init(plan: ReadPlan) {
        self.plan = plan
    }

    var hasUnusedTexts: Bool { hasDiscarded || rejections.total > 0 }

    mutating func noteDiscarded(_ result: ChunkResult) {
        hasDiscarded = hasDiscarded || result.rowCount > 0
    }

    /// - Throws: ``LoadError/tooManyRows(limit:)`` when row numbers no longer fit in 32 bits.
    mutating func add(_ result: ChunkResult, file: String, firstLine: Int) throws(LoadError) {
        if result.rowCount > 0 {
            pieces.append(.init(worker: result.worker, rowCount: result.rowCount, parts: result.parts))
        }
        rowsRead += result.rowCount + result.rejections.total
        guard rowsRead <= Int(Int32.max) else { throw .tooManyRows(limit: Int(Int32.max)) }
        for (cause, count) in result.rejections.counts {
            rejections.add(cause.reason, column: name(cause.column), count: count)
        }
        for row in result.rejections.kept.prefix(max(plan.limits.keptRejections - rejectedRows.count, 0)) {
            rejectedRows.append(
                RejectedRow(
                    file: file, line: firstLine + row.line, reason: row.cause.reason, column: name(row.cause.column),
                    cause: row.explanation, text: row.text))
        }
    }

    /// Hands the pieces over, so that they can be freed one by one.
    mutating func takePieces() -> [TableAssembly.Piece] {
        defer { pieces = [] }
        return pieces
    }

    private func name(_ column: Int?) -> String? { column.map { plan.columns[$0].name } }
}
