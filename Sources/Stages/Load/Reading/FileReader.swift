import LinearAlgebra

/// Reads one file after the other into an account, with all workers on each.
///
/// Chunks are parsed in parallel, each guessing where its first row begins; then they are gone through in order, and a
/// chunk whose guess is not where the one before it ended is parsed again from there. So the outcome is that of one
/// pass from the first byte to the last, however the file is cut and whoever parses what.
final class FileReader {
    private let plan: ReadPlan
    private let pool: WorkerPool
    private(set) var parsers: [ChunkParser]
    private(set) var account: ReadAccount
    private let progress: ByteProgress

    init(plan: ReadPlan, pool: WorkerPool, progress: ByteProgress) {
        self.plan = plan
        self.pool = pool
        self.progress = progress
        parsers = (0..<pool.threadCount).map { ChunkParser(plan: plan, worker: $0) }
        account = ReadAccount(plan: plan)
    }

    func takePieces() -> [TableAssembly.Piece] { account.takePieces() }

    /// Reads a file whose first record the layout describes.
    func read(_ file: InputFile, layout: FileLayout) throws {
        var place = Place(position: layout.dataStart, line: layout.dataLine)
        let waveBytes = plan.grid.chunkBytes * plan.grid.chunksPerWave
        var waveStart = layout.dataStart
        while waveStart < file.size {
            let waveEnd = min(waveStart + waveBytes, file.size)
            if place.position < waveEnd {
                let chunks = cut(max(place.position, waveStart)..<waveEnd)
                let results = try parse(chunks, of: file, layout, progress: progress)
                try settle(results, chunks, of: file, layout, &place)
            }
            waveStart = waveEnd
        }
        try file.checkUnchanged()
    }

    /// Reads a compressed file: while one stretch of its text is parsed, the next is decompressed.
    func read(_ text: CompressedText, first: TextSegment, layout: FileLayout) throws {
        var place = Place(position: layout.dataStart, line: layout.dataLine)
        var segment = first
        var toldBytes = 0
        while true {
            let chunks = cut(place.position..<segment.end)
            var next: CompressedText.Stretch?
            let results = try parse(chunks, of: segment, layout, decompressing: segment.isContinued ? text : nil, &next)
            try settle(results, chunks, of: segment, layout, &place)
            progress.add(text.usedBytes - toldBytes)
            toldBytes = text.usedBytes
            guard let next else { return }
            segment = TextSegment(
                path: segment.path, start: place.position, carried: segment.suffix(from: place.position),
                bytes: next.bytes, isContinued: !next.isLast)
        }
    }

    /// How far a file has been settled.
    private struct Place {
        var position: Int
        var line: Int
    }

    private func cut(_ range: Range<Int>) -> [Range<Int>] {
        stride(from: range.lowerBound, to: range.upperBound, by: plan.grid.chunkBytes).map {
            $0..<min($0 + plan.grid.chunkBytes, range.upperBound)
        }
    }

    /// Parses chunks that follow each other, the first of which begins with a row.
    private func parse(
        _ chunks: [Range<Int>], of source: some ByteSource, _ layout: FileLayout, progress: ByteProgress? = nil
    ) throws -> [ChunkResult] {
        var results = [ChunkResult?](repeating: nil, count: chunks.count)
        try results.withSharedBuffer { results in
            try parsers.withSharedBuffer { parsers in
                try pool.forEachChunk(count: chunks.count, chunkSize: 1) { range, worker in
                    let index = range.lowerBound
                    results[index] = parsers[worker].parse(
                        chunks[index], of: source, layout: layout, startsRow: index == 0)
                    progress?.add(chunks[index].count)
                }
            }
        }
        return results.map { $0! }
    }

    /// The same, while one worker decompresses what comes next.
    private func parse(
        _ chunks: [Range<Int>], of segment: TextSegment, _ layout: FileLayout, decompressing text: CompressedText?,
        _ next: inout CompressedText.Stretch?
    ) throws -> [ChunkResult] {
        guard let text else { return try parse(chunks, of: segment, layout) }
        let batchBytes = plan.grid.batchBytes
        var results = [ChunkResult?](repeating: nil, count: chunks.count)
        var texts = [text]
        var stretches = [CompressedText.Stretch?](repeating: nil, count: 1)
        try results.withSharedBuffer { results in
            try parsers.withSharedBuffer { parsers in
                try texts.withSharedBuffer { texts in
                    try stretches.withSharedBuffer { stretches in
                        try pool.forEachChunk(count: chunks.count + 1, chunkSize: 1) { range, worker in
                            let index = range.lowerBound - 1
                            if index < 0 {
                                stretches[0] = try texts[0].next(batchBytes)
                            } else {
                                results[index] = parsers[worker].parse(
                                    chunks[index], of: segment, layout: layout, startsRow: index == 0)
                            }
                        }
                    }
                }
            }
        }
        next = stretches[0]
        return results.map { $0! }
    }

    /// Goes through parsed chunks in order; chunks that were cut wrongly are parsed again.
    private func settle(
        _ results: [ChunkResult], _ chunks: [Range<Int>], of source: some ByteSource, _ layout: FileLayout,
        _ place: inout Place
    ) throws {
        var isCutShort = false
        for (chunk, guessed) in zip(chunks, results) {
            // The row that the chunk begins in reaches beyond it, or beyond the text there is.
            guard !isCutShort, place.position < chunk.upperBound else {
                account.noteDiscarded(guessed)
                continue
            }
            var result = guessed
            if result.start != place.position {
                account.noteDiscarded(guessed)
                result = parsers[0].parse(
                    place.position..<chunk.upperBound, of: source, layout: layout, startsRow: true)
            }
            if let failure = result.failure {
                throw failure.error(path: layout.path, firstLine: place.line, limits: plan.limits)
            }
            try account.add(result, file: layout.path, firstLine: place.line)
            place.position = result.end
            place.line += result.lineCount
            isCutShort = result.isCutShort
        }
    }
}
