import LinearAlgebra

/// Reads files into an account, with all workers on each file or group of files.
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

    /// Reads files that are no longer than a wave in total, or one of any length, with their chunks in one sequence.
    func read(_ files: [PlainFile]) throws {
        var places = files.map { Place($0.layout) }
        var chunks: [Chunk] = []
        for (index, file) in files.enumerated() {
            chunks += cut(file.layout.dataStart..<file.file.size, file: index)
            progress.add(file.layout.dataStart)
        }
        let progress = progress
        while !chunks.isEmpty {
            let wave = Array(chunks.prefix(plan.grid.chunksPerWave))
            chunks.removeFirst(wave.count)
            let results = try parse(wave) { parser, chunk in
                defer { progress.add(chunk.range.count) }
                return parser.parse(
                    chunk.range, of: files[chunk.file].file, layout: files[chunk.file].layout,
                    startsRow: chunk.startsRow)
            }
            for (chunk, result) in zip(wave, results) {
                let (file, layout) = (files[chunk.file].file, files[chunk.file].layout)
                try settle(result, chunk.range, of: file, layout, &places[chunk.file])
            }
        }
        for file in files { try file.file.checkUnchanged() }
    }

    /// Reads a compressed file: while one stretch of its text is parsed, the next is decompressed.
    func read(_ text: CompressedText, first: TextSegment, layout: FileLayout) throws {
        var place = Place(layout)
        var segment = first
        var toldBytes = 0
        while true {
            let chunks = cut(place.position..<segment.end, file: 0)
            var next: CompressedText.Stretch?
            let results = try parse(chunks, of: segment, layout, decompressing: segment.isContinued ? text : nil, &next)
            for (chunk, result) in zip(chunks, results) {
                try settle(result, chunk.range, of: segment, layout, &place)
            }
            progress.add(text.usedBytes - toldBytes)
            toldBytes = text.usedBytes
            guard let next else { return }
            segment = TextSegment(
                path: segment.path, start: place.position, carried: segment.suffix(from: place.position),
                bytes: next.bytes, isContinued: !next.isLast)
            place.isCutShort = false
        }
    }

    /// How far a file has been settled.
    private struct Place {
        var position: Int
        var line: Int
        /// Whether the last row begins at `position` and ends beyond the text there is.
        var isCutShort = false

        init(_ layout: FileLayout) {
            position = layout.dataStart
            line = layout.dataLine
        }
    }

    /// A stretch of a file for one worker.
    private struct Chunk {
        let file: Int
        let range: Range<Int>
        /// Whether a row surely begins with it.
        let startsRow: Bool
    }

    private func cut(_ range: Range<Int>, file: Int) -> [Chunk] {
        stride(from: range.lowerBound, to: range.upperBound, by: plan.grid.chunkBytes).map { start in
            Chunk(
                file: file, range: start..<min(start + plan.grid.chunkBytes, range.upperBound),
                startsRow: start == range.lowerBound)
        }
    }

    /// Parses chunks in parallel, each with its worker's own parser.
    private func parse(
        _ chunks: [Chunk], body: @Sendable (ChunkParser, Chunk) -> ChunkResult
    ) throws -> [ChunkResult] {
        var results = [ChunkResult?](repeating: nil, count: chunks.count)
        try results.withSharedBuffer { results in
            try parsers.withSharedBuffer { parsers in
                try pool.forEachChunk(count: chunks.count, chunkSize: 1) { range, worker in
                    results[range.lowerBound] = body(parsers[worker], chunks[range.lowerBound])
                }
            }
        }
        return results.map { $0! }
    }

    /// Parses a segment's chunks while one worker decompresses what comes next.
    private func parse(
        _ chunks: [Chunk], of segment: TextSegment, _ layout: FileLayout, decompressing text: CompressedText?,
        _ next: inout CompressedText.Stretch?
    ) throws -> [ChunkResult] {
        let parseChunk = { @Sendable (parser: ChunkParser, chunk: Chunk) in
            parser.parse(chunk.range, of: segment, layout: layout, startsRow: chunk.startsRow)
        }
        guard let text else { return try parse(chunks, body: parseChunk) }
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
                                results[index] = parseChunk(parsers[worker], chunks[index])
                            }
                        }
                    }
                }
            }
        }
        next = stretches[0]
        return results.map { $0! }
    }

    /// Takes the next chunk of a file into account, parsed again if it was cut wrongly.
    private func settle(
        _ guessed: ChunkResult, _ chunk: Range<Int>, of source: some ByteSource, _ layout: FileLayout,
        _ place: inout Place
    ) throws {
        // The row that the chunk begins in may reach beyond it, or beyond the text there is.
        guard !place.isCutShort, place.position < chunk.upperBound else { return account.noteDiscarded(guessed) }
        var result = guessed
        if result.start != place.position {
            account.noteDiscarded(guessed)
            result = parsers[0].parse(place.position..<chunk.upperBound, of: source, layout: layout, startsRow: true)
        }
        if let failure = result.failure {
            throw failure.error(path: layout.path, firstLine: place.line, limits: plan.limits)
        }
        try account.add(result, file: layout.path, firstLine: place.line)
        place.position = result.end
        place.line += result.lineCount
        place.isCutShort = result.isCutShort
    }
}
