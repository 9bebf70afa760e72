/// Reads one column's cells batch by batch.
protocol ColumnDecoder: AnyObject {
    /// An empty part of the column's storage.
    func makePart() -> ColumnPart

    /// Writes the batch's cells behind those of `part`; the cells of rejected rows may hold anything.
    func decode(_ batch: RowBatch, field: Int, into part: ColumnPart)

    /// Keeps what was written for the rows that no column rejected.
    func commit(_ batch: RowBatch, rejectedCount: Int, to part: ColumnPart)
}

extension RowBatch {
    /// Moves the values of the rows that were not rejected to the front.
    @inline(__always)
    func compact<Value>(_ values: UnsafeMutablePointer<Value>) {
        var next = 0
        for row in 0..<rowCount where !isRejected(row) {
            values[next] = values[row]
            next += 1
        }
    }
}

/// What every decoder knows of its column.
struct ColumnContext {
    /// The column's position among those requested.
    let index: Int
    let nullTokens: NullTokens
    let isRequired: Bool
}

/// Reads the cells of columns of fixed-width values.
final class ValueDecoder<Parser: CellParser>: ColumnDecoder {
    private var parser: Parser
    private let context: ColumnContext
    private let quotedCells = QuotedCells()
    private let isMissing = UnsafeMutablePointer<Bool>.allocate(capacity: RowBatch.capacity)
    private var hasMissing = false

    init(_ parser: Parser, context: ColumnContext) {
        self.parser = parser
        self.context = context
    }

    deinit { isMissing.deallocate() }

    func makePart() -> ColumnPart { ColumnPart(stride: MemoryLayout<Parser.Value>.stride) }

    func decode(_ batch: RowBatch, field: Int, into part: ColumnPart) {
        let output = part.tail(as: Parser.Value.self, extra: batch.rowCount)
        hasMissing = false
        isMissing.initialize(repeating: false, count: batch.rowCount)
        // A copy that the loop can keep in registers; it is put back for what it has remembered.
        var parser = self.parser
        let nullTokens = context.nullTokens
        for row in 0..<batch.rowCount {
            let cell = batch.cell(row: row, field: field)
            if cell.count == 0 || !nullTokens.isEmpty && nullTokens.contains(cell) {
                setMissing(row, batch, output)
                continue
            }
            if let failure = parser.parse(cell, into: &output[row]) {
                retry(cell, row: row, parser: &parser, failure: failure, batch: batch, output: output)
            }
        }
        self.parser = parser
    }

    func commit(_ batch: RowBatch, rejectedCount: Int, to part: ColumnPart) {
        if rejectedCount > 0 {
            batch.compact(part.tail(as: Parser.Value.self, extra: batch.rowCount))
            batch.compact(isMissing)
        }
        part.add(batch.rowCount - rejectedCount, isMissing: hasMissing ? isMissing : nil)
    }

    /// A cell that did not parse may be quoted; one in a hundred thousand is broken.
    @inline(never)
    private func retry(
        _ cell: CellText, row: Int, parser: inout Parser, failure: RejectionReason, batch: RowBatch,
        output: UnsafeMutablePointer<Parser.Value>
    ) {
        guard let quote = batch.quote, cell[0] == quote else {
            return batch.reject(row, cell.contains(0) ? .nulByte : failure, column: context.index)
        }
        quotedCells.reset(byteCount: cell.count)
        guard let text = quotedCells.text(of: cell, quote: quote) else {
            return batch.reject(row, .malformedQuote, column: context.index)
        }
        if context.nullTokens.contains(text) { return setMissing(row, batch, output) }
        if let failure = parser.parse(text, into: &output[row]) {
            batch.reject(row, text.contains(0) ? .nulByte : failure, column: context.index)
        }
    }

    private func setMissing(_ row: Int, _ batch: RowBatch, _ output: UnsafeMutablePointer<Parser.Value>) {
        output[row] = Parser.zero
        isMissing[row] = true
        hasMissing = true
        if context.isRequired { batch.reject(row, .missingValue, column: context.index) }
    }
}
