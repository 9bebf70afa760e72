/// Reads the cells of a string column as provisional codes.
///
/// Three passes over a batch: the keys of all cells are computed and their table slots sent for, then each is looked up
/// when its slot has arrived, then codes are translated where spellings have aliases.
final class StringDecoder: ColumnDecoder {
    let encoder: StringEncoder
    private let context: ColumnContext
    private let quotedCells = QuotedCells()
    private let texts = UnsafeMutablePointer<CellText>.allocate(capacity: RowBatch.capacity)
    private let keys = UnsafeMutablePointer<SpellingLookup.Key>.allocate(capacity: RowBatch.capacity)

    /// Stands for a cell that is missing or rejected: it has no address.
    private static var noText: CellText { CellText(start: nil, count: 0) }

    init(isIntegral: Bool, context: ColumnContext) {
        encoder = StringEncoder(isIntegral: isIntegral, nullTokens: context.nullTokens)
        self.context = context
    }

    deinit {
        texts.deallocate()
        keys.deallocate()
    }

    func makePart() -> ColumnPart { ColumnPart(stride: MemoryLayout<Int32>.stride) }

    func decode(_ batch: RowBatch, field: Int, into part: ColumnPart) {
        let output = part.tail(as: Int32.self, extra: batch.rowCount)
        findKeys(batch, field: field)
        findNumbers(batch, output)
        if encoder.hasAliases { translate(output, count: batch.rowCount) }
        if context.isRequired { rejectMissing(batch, output) }
    }

    func commit(_ batch: RowBatch, rejectedCount: Int, to part: ColumnPart) {
        if rejectedCount > 0 { batch.compact(part.tail(as: Int32.self, extra: batch.rowCount)) }
        part.add(batch.rowCount - rejectedCount)
    }

    private func findKeys(_ batch: RowBatch, field: Int) {
        let lookup = encoder.table.lookup
        let (texts, keys) = (texts, keys)
        // No byte is above 255: an absent quote matches nothing.
        let quote = batch.quote.map(UInt16.init) ?? 256
        var hasQuoted = false
        for row in 0..<batch.rowCount {
            let cell = batch.cell(row: row, field: field)
            guard cell.count > 0 else {
                texts[row] = Self.noText
                continue
            }
            texts[row] = cell
            if UInt16(cell[0]) == quote {
                hasQuoted = true
                continue
            }
            let key = lookup.key(of: cell)
            lookup.prefetch(key)
            keys[row] = key
        }
        if hasQuoted { unquote(batch) }
    }

    /// Takes the quotes off the cells that have them and finds their keys.
    @inline(never)
    private func unquote(_ batch: RowBatch) {
        guard let quote = batch.quote else { return }
        let lookup = encoder.table.lookup
        quotedCells.reset(byteCount: (0..<batch.rowCount).reduce(0) { $0 + texts[$1].count })
        for row in 0..<batch.rowCount {
            let cell = texts[row]
            guard cell.count > 0, cell[0] == quote else { continue }
            if let text = quotedCells.text(of: cell, quote: quote) {
                let key = lookup.key(of: text)
                lookup.prefetch(key)
                texts[row] = text
                keys[row] = key
            } else {
                texts[row] = Self.noText
                batch.reject(row, .malformedQuote, column: context.index)
            }
        }
    }

    private func findNumbers(_ batch: RowBatch, _ output: UnsafeMutablePointer<Int32>) {
        var lookup = encoder.table.lookup
        let (texts, keys) = (texts, keys)
        for row in 0..<batch.rowCount {
            let text = texts[row]
            guard text.baseAddress != nil else {
                output[row] = -1
                continue
            }
            if let number = lookup.number(of: text, key: keys[row]) {
                output[row] = number
                continue
            }
            output[row] = -1
            // A row that another column rejected leaves no text behind.
            if batch.isRejected(row) { continue }
            if let failure = encoder.add(text, key: keys[row], into: &output[row]) {
                batch.reject(row, failure, column: context.index)
            }
            lookup = encoder.table.lookup
        }
    }

    private func rejectMissing(_ batch: RowBatch, _ output: UnsafeMutablePointer<Int32>) {
        for row in 0..<batch.rowCount where output[row] < 0 {
            batch.reject(row, .missingValue, column: context.index)
        }
    }

    private func translate(_ output: UnsafeMutablePointer<Int32>, count: Int) {
        encoder.codes.withUnsafeBufferPointer { codes in
            for row in 0..<count where output[row] >= 0 { output[row] = codes[Int(output[row])] }
        }
    }
}
