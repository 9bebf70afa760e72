import CByteScan

/// Counts a worker's rejected rows and writes down the first of each chunk.
final class RejectionReporter {
    /// A rejected row of the window, before it is known whether it is kept.
    private struct Pending {
        let start: Int
        let end: Int
        let cause: ChunkRejections.Cause
        /// The cell to blame, in the window; empty where the number of fields is.
        let cell: CellText
        let fieldCount: Int
    }

    private let plan: ReadPlan
    private var pending: [Pending] = []
    /// The line at a place of the window; rows are asked for in order.
    private var linePlace = 0
    private var line = 0

    init(plan: ReadPlan) {
        self.plan = plan
    }

    /// Rows of a new window follow, the first byte of which lies on `line`.
    func beginWindow(line: Int) {
        self.line = line
        linePlace = 0
    }

    func noteRagged(start: Int, end: Int, fieldCount: Int) {
        let cause = ChunkRejections.Cause(reason: .fieldCount, column: nil)
        pending.append(
            Pending(start: start, end: end, cause: cause, cell: CellText(start: nil, count: 0), fieldCount: fieldCount))
    }

    /// Accounts for the batch's rejected rows and the ragged ones noted meanwhile; returns how many of the batch's own.
    func report(_ batch: RowBatch, _ layout: FileLayout, into rejections: inout ChunkRejections) -> Int {
        var rejectedCount = 0
        for row in 0..<batch.rowCount where batch.isRejected(row) {
            rejectedCount += 1
            notePending(batch, row: row, layout)
        }
        guard !pending.isEmpty else { return 0 }
        for rejection in pending.sorted(by: { $0.start < $1.start }) {
            rejections.counts[rejection.cause, default: 0] += 1
            if rejections.kept.count < plan.limits.keptRejections {
                rejections.kept.append(row(of: rejection, batch, layout))
            }
        }
        pending.removeAll(keepingCapacity: true)
        return rejectedCount
    }

    private func notePending(_ batch: RowBatch, row: Int, _ layout: FileLayout) {
        let column = Int(batch.blamed[row])
        let start = batch.cell(row: row, field: 0).baseAddress! - batch.bytes
        let end = Int(batch.ends[Int(batch.firstFields[row]) + batch.lastField])
        let cell = batch.cell(row: row, field: layout.fields[column])
        let cause = ChunkRejections.Cause(reason: RejectionReason(rawValue: batch.reasons[row])!, column: column)
        pending.append(Pending(start: start, end: end, cause: cause, cell: cell, fieldCount: layout.fieldCount))
    }

    private func row(of rejection: Pending, _ batch: RowBatch, _ layout: FileLayout) -> ChunkRejections.Row {
        let skipped = rejection.start - linePlace
        line += Int(mercer_count_byte(batch.bytes + linePlace, UInt64(skipped), Byte.lineFeed))
        linePlace = rejection.start
        var text = CellText(start: batch.bytes + rejection.start, count: rejection.end - rejection.start)
        if text.last == Byte.carriageReturn { text = CellText(rebasing: text.dropLast()) }
        return ChunkRejections.Row(
            line: line, cause: rejection.cause, explanation: explanation(rejection, layout),
            text: String(decoding: text.prefix(plan.limits.keptTextBytes), as: UTF8.self))
    }

    private func explanation(_ rejection: Pending, _ layout: FileLayout) -> String {
        let found = rejection.cell.quoted()
        let type = rejection.cause.column.map { plan.columns[$0].kind.type.rawValue } ?? ""
        return switch rejection.cause.reason {
        case .fieldCount: "\(rejection.fieldCount) fields; expected \(layout.fieldCount)"
        case .malformedQuote: "\(found) goes on behind its closing quote"
        case .invalidUTF8: "\(found) is not UTF-8"
        case .nulByte: "\(found) holds a zero byte"
        case .badValue: "\(found) does not parse as \(type)"
        case .outOfRange: "\(found) is outside the range of \(type)"
        case .notFinite: "\(found) is not a finite number"
        case .notIntegral: "\(found) is not a whole number"
        case .missingValue: "\(found) is missing; the column is required"
        }
    }
}
