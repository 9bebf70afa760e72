import CByteScan

/// Finds out from a file's first record where the requested columns are.
struct HeaderReader {
    /// A file's first record.
    struct FirstRecord: Equatable {
        let names: [String]
        /// The record as it stands in the file, without its line break.
        let text: String
        let line: Int
        /// Where the rows begin, and on which line.
        let dataStart: Int
        let dataLine: Int
    }

    let plan: ReadPlan

    /// Reads the first record that is not blank; nil where the source is continued and ends before the record does.
    func firstRecord(of source: some ByteSource) throws(LoadError) -> FirstRecord? {
        let start = try checkEncoding(of: source)
        var window = TextWindow(capacity: plan.grid.windowBytes, format: plan.format)
        window.move(to: start)
        var line = 1
        while true {
            let dropped = window.consumed
            line += Self.lineFeeds(window, before: dropped)
            let isAtEnd = try window.advance(in: source, length: plan.grid.windowBytes) == 0
            if isAtEnd, source.isContinued { return nil }
            if isAtEnd {
                let place = line + Self.lineFeeds(window, before: window.openFieldStart)
                if window.isInQuotes { throw .unterminatedQuote(path: source.path, line: place) }
                try checkLineEnds(window, path: source.path, isOnlyRow: window.base == start)
                _ = window.closeLastRow()
            }
            try checkLimits(window, path: source.path, line: line)
            if let record = try firstRecord(in: window, path: source.path, line: line, textStart: start) {
                return record
            }
            if isAtEnd { throw .emptyFile(path: source.path) }
        }
    }

    /// Where the text begins behind a byte order mark.
    private func checkEncoding(of source: some ByteSource) throws(LoadError) -> Int {
        let sample = try source.sample(TextSniff.sampleBytes)
        guard !sample.isEmpty else {
            if source.isContinued { return 0 }
            throw .emptyFile(path: source.path)
        }
        if let found = TextSniff.foreignFormat(of: sample) { throw .notText(path: source.path, found: found) }
        if let found = TextSniff.foreignEncoding(of: sample) {
            throw .wrongEncoding(path: source.path, found: found)
        }
        return TextSniff.byteOrderMarkLength(of: sample)
    }

    /// A text without a line feed but with carriage returns inside has the line ends of old.
    private func checkLineEnds(_ window: borrowing TextWindow, path: String, isOnlyRow: Bool) throws(LoadError) {
        guard isOnlyRow, window.rowCount == 0, window.count > 1 else { return }
        let text = UnsafeBufferPointer(start: window.bytes, count: window.count - 1)
        if text.contains(Byte.carriageReturn), !text.contains(Byte.lineFeed) { throw .oldLineEnds(path: path) }
    }

    private func checkLimits(_ window: borrowing TextWindow, path: String, line: Int) throws(LoadError) {
        guard window.rowCount == 0 else { return }
        if window.openFieldCount > plan.limits.fieldBytes {
            throw .fieldTooLong(path: path, line: line, limit: plan.limits.fieldBytes)
        }
        if window.count > plan.limits.recordBytes {
            throw .recordTooLong(path: path, line: line, limit: plan.limits.recordBytes)
        }
    }

    private func firstRecord(
        in window: borrowing TextWindow, path: String, line: Int, textStart: Int
    ) throws(LoadError) -> FirstRecord? {
        for row in 0..<window.rowCount {
            let first = row == 0 ? 0 : Int(window.rowEnds[row - 1])
            let last = Int(window.rowEnds[row])
            let start = Int(window.ends[first] &+ 1)
            let end = Int(window.ends[last])
            if end == start || (end == start + 1 && window.bytes[start] == Byte.carriageReturn) { continue }
            let recordLine = line + Self.lineFeeds(window, before: start)
            guard last - first <= plan.limits.columns else {
                throw .tooManyColumns(path: path, line: recordLine, found: last - first, limit: plan.limits.columns)
            }
            let names = try names(window, fields: first..<last, path: path, line: recordLine)
            let next = min(end + 1, window.count)
            return FirstRecord(
                names: names,
                text: String(
                    decoding: UnsafeBufferPointer(start: window.bytes + start, count: end - start), as: UTF8.self),
                line: recordLine, dataStart: plan.format.hasHeader ? window.base + next : textStart,
                dataLine: plan.format.hasHeader ? line + Self.lineFeeds(window, before: next) : 1)
        }
        return nil
    }

    private func names(
        _ window: borrowing TextWindow, fields: Range<Int>, path: String, line: Int
    ) throws(LoadError) -> [String] {
        let quotedCells = QuotedCells()
        var names: [String] = []
        for field in fields {
            let start = Int(window.ends[field] &+ 1)
            var cell = CellText(start: window.bytes + start, count: Int(window.ends[field + 1]) - start)
            if field == fields.upperBound - 1, cell.last == Byte.carriageReturn {
                cell = CellText(rebasing: cell.dropLast())
            }
            guard cell.count <= plan.limits.fieldBytes else {
                throw .fieldTooLong(path: path, line: line, limit: plan.limits.fieldBytes)
            }
            if let quote = plan.format.quote, cell.first == quote {
                quotedCells.reset(byteCount: cell.count)
                if let text = quotedCells.text(of: cell, quote: quote) {
                    cell = text
                } else if plan.format.hasHeader {
                    throw .malformedHeader(path: path, line: line, position: field - fields.lowerBound)
                }
            }
            names.append(String(decoding: cell, as: UTF8.self))
        }
        return names
    }

    private static func lineFeeds(_ window: borrowing TextWindow, before end: Int) -> Int {
        Int(mercer_count_byte(window.bytes, UInt64(end), Byte.lineFeed))
    }
}
