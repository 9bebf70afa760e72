import CByteScan

/// Parses chunks of one or more files, for one worker: its buffers, decoders and tables live as long as the read.
///
/// A chunk owns the rows that begin in it; the last of them is followed beyond the chunk's end.
final class ChunkParser {
    let decoders: [any ColumnDecoder]
    private let plan: ReadPlan
    private let worker: Int
    private var window: TextWindow
    private let reporter: RejectionReporter
    private let firstFields = UnsafeMutablePointer<UInt32>.allocate(capacity: RowBatch.capacity)
    private let reasons = UnsafeMutablePointer<UInt8>.allocate(capacity: RowBatch.capacity)
    private let blamed = UnsafeMutablePointer<UInt32>.allocate(capacity: RowBatch.capacity)

    init(plan: ReadPlan, worker: Int) {
        self.plan = plan
        self.worker = worker
        decoders = plan.makeDecoders()
        window = TextWindow(capacity: plan.grid.windowBytes, format: plan.format)
        reporter = RejectionReporter(plan: plan)
    }

    deinit {
        firstFields.deallocate()
        reasons.deallocate()
        blamed.deallocate()
    }

    /// Parses a chunk. Where `startsRow` is false, the chunk's first row is guessed.
    func parse(
        _ chunk: Range<Int>, of source: some ByteSource, layout: FileLayout, startsRow: Bool
    ) -> ChunkResult {
        let parts = decoders.map { $0.makePart() }
        do throws(LoadError) {
            var start: Int? = chunk.lowerBound
            if !startsRow {
                let guess = BoundaryGuess(
                    delimiter: plan.format.delimiter, quote: plan.format.quote,
                    sampleBytes: min(plan.grid.windowBytes, 16 << 10))
                start = try guess.firstRow(in: chunk, of: source)
            }
            var result = ChunkResult(start: start, end: chunk.upperBound, worker: worker, parts: parts)
            if let start { try parseRows(from: start, to: chunk.upperBound, of: source, layout, into: &result) }
            return result
        } catch {
            var result = ChunkResult(start: chunk.lowerBound, end: chunk.upperBound, worker: worker, parts: parts)
            result.failure = .source(error)
            return result
        }
    }

    private func parseRows(
        from start: Int, to chunkEnd: Int, of source: some ByteSource, _ layout: FileLayout,
        into result: inout ChunkResult
    ) throws(LoadError) {
        window.move(to: start)
        var overrun = 4 << 10
        while true {
            result.lineCount += lineFeeds(before: window.consumed)
            let ahead = chunkEnd - window.end
            let wanted = ahead > 0 ? min(plan.grid.windowBytes, ahead) : overrun
            if ahead <= 0 { overrun *= 2 }
            let isAtEnd = try window.advance(in: source, length: wanted) == 0
            if isAtEnd {
                if source.isContinued {
                    result.end = window.base
                    result.isCutShort = true
                    return
                }
                if window.isInQuotes {
                    result.failure = .unterminatedQuote(
                        line: result.lineCount + lineFeeds(before: window.openFieldStart))
                    return
                }
                _ = window.closeLastRow()
            }
            if let failure = limitPassed(line: result.lineCount) {
                result.failure = failure
                return
            }
            if let rowStart = parseWindow(to: chunkEnd, layout, into: &result) {
                result.lineCount += lineFeeds(before: rowStart)
                result.end = window.base + rowStart
                return
            }
            if isAtEnd || window.base + window.consumed >= chunkEnd {
                result.lineCount += lineFeeds(before: window.consumed)
                result.end = isAtEnd ? window.end : window.base + window.consumed
                return
            }
        }
    }

    /// Parses the window's complete rows; the first that begins at or behind `chunkEnd` ends it, and its place in the
    /// window is returned.
    private func parseWindow(to chunkEnd: Int, _ layout: FileLayout, into result: inout ChunkResult) -> Int? {
        let limit = chunkEnd - window.base
        reporter.beginWindow(line: result.lineCount)
        var row = 0
        while row < window.rowCount {
            var count = 0
            while row < window.rowCount, count < RowBatch.capacity {
                let first = row == 0 ? 0 : window.rowEnds[row - 1]
                let start = Int(window.ends[Int(first)] &+ 1)
                if start >= limit {
                    parseBatch(count, layout, into: &result)
                    return start
                }
                let fieldCount = Int(window.rowEnds[row] - first)
                if fieldCount == layout.fieldCount {
                    firstFields[count] = first
                    count += 1
                } else {
                    noteRagged(start: start, end: Int(window.ends[Int(first) + fieldCount]), fieldCount: fieldCount)
                }
                row += 1
            }
            parseBatch(count, layout, into: &result)
        }
        return nil
    }

    /// A row with another number of fields is rejected, unless it is blank.
    private func noteRagged(start: Int, end: Int, fieldCount: Int) {
        let isBlank = end == start || (end == start + 1 && window.bytes[start] == Byte.carriageReturn)
        if !isBlank { reporter.noteRagged(start: start, end: end, fieldCount: fieldCount) }
    }

    private func parseBatch(_ count: Int, _ layout: FileLayout, into result: inout ChunkResult) {
        reasons.initialize(repeating: 0, count: count)
        let batch = RowBatch(
            bytes: window.bytes, ends: window.ends + 1, firstFields: firstFields, rowCount: count,
            lastField: layout.fieldCount - 1, quote: plan.format.quote, reasons: reasons, blamed: blamed)
        for (index, decoder) in decoders.enumerated() where count > 0 {
            decoder.decode(batch, field: layout.fields[index], into: result.parts[index])
        }
        let rejectedCount = reporter.report(batch, layout, into: &result.rejections)
        for (index, decoder) in decoders.enumerated() where count > 0 {
            decoder.commit(batch, rejectedCount: rejectedCount, to: result.parts[index])
        }
        result.rowCount += count - rejectedCount
    }

    private func lineFeeds(before end: Int) -> Int {
        Int(mercer_count_byte(window.bytes, UInt64(end), Byte.lineFeed))
    }

    /// Only a window that has grown beyond a field's limit can hold a field or row that passes one.
    private func limitPassed(line: Int) -> ChunkFailure? {
        guard window.count > min(plan.limits.fieldBytes, plan.limits.recordBytes) else { return nil }
        var first = 0
        for row in 0..<window.rowCount {
            let last = Int(window.rowEnds[row])
            if let failure = limitPassed(fields: first..<last, line: line) { return failure }
            first = last
        }
        let open = window.consumed
        let place = line + lineFeeds(before: open)
        if window.openFieldCount > plan.limits.fieldBytes { return .fieldTooLong(line: place) }
        return window.count - open > plan.limits.recordBytes ? .recordTooLong(line: place) : nil
    }

    private func limitPassed(fields: Range<Int>, line: Int) -> ChunkFailure? {
        let start = Int(window.ends[fields.lowerBound] &+ 1)
        let place = { line + self.lineFeeds(before: start) }
        if Int(window.ends[fields.upperBound]) - start > plan.limits.recordBytes {
            return .recordTooLong(line: place())
        }
        for field in fields
        where Int(window.ends[field + 1]) - Int(window.ends[field] &+ 1) > plan.limits.fieldBytes {
            return .fieldTooLong(line: place())
        }
        return nil
    }
}
