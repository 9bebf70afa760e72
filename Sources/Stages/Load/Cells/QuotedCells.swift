/// Takes the quotes off quoted cells.
///
/// Most need no more than their ends cut off; doubled quotes are written out anew in a buffer that holds the texts of
/// one column of one batch.
final class QuotedCells {
    private var buffer: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private var used = 0

    init() {
        capacity = 1 << 12
        buffer = .allocate(capacity: capacity)
    }

    deinit { buffer.deallocate() }

    /// Forgets the texts handed out so far and makes room for all texts that `byteCount` bytes of rows can hold.
    func reset(byteCount: Int) {
        used = 0
        let needed = byteCount + 64
        guard needed > capacity else { return }
        buffer.deallocate()
        capacity = max(needed, 2 * capacity)
        buffer = .allocate(capacity: capacity)
    }

    /// The text of a cell that begins with `quote`; nil where something follows the closing quote.
    func text(of cell: CellText, quote: UInt8) -> CellText? {
        guard cell.count >= 2, cell[cell.count - 1] == quote else { return nil }
        let inner = CellText(rebasing: cell[1..<(cell.count - 1)])
        guard let first = inner.firstIndex(of: quote) else { return inner }
        return unescaped(inner, from: first, quote: quote)
    }

    private func unescaped(_ inner: CellText, from first: Int, quote: UInt8) -> CellText? {
        let start = buffer + used
        start.update(from: inner.baseAddress!, count: first)
        var written = first
        var position = first
        while position < inner.count {
            if inner[position] == quote {
                guard position + 1 < inner.count, inner[position + 1] == quote else { return nil }
                position += 1
            }
            start[written] = inner[position]
            written += 1
            position += 1
        }
        used += written
        return CellText(start: start, count: written)
    }
}
