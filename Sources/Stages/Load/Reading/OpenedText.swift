/// An uncompressed file that has been opened, and where it keeps what is asked for.
struct PlainFile: Sendable {
    let file: InputFile
    let layout: FileLayout
}

/// A file that has been opened, recognised, and whose first record has been understood.
struct OpenedText {
    enum Content {
        case plain(InputFile)
        /// The file, its text, and the beginning of that text.
        case compressed(InputFile, CompressedText, first: TextSegment)
    }

    let content: Content
    let fileSize: Int
    let layout: FileLayout

    init(path: String, plan: ReadPlan) throws(LoadError) {
        let file = try InputFile(path: path)
        fileSize = file.size
        let compression = try Self.compression(of: file, plan.format)
        let header = HeaderReader(plan: plan)
        let record: HeaderReader.FirstRecord
        if compression == .none {
            content = .plain(file)
            guard let found = try header.firstRecord(of: file) else { throw .emptyFile(path: path) }
            record = found
        } else {
            let text = try CompressedText(file, compression: compression, limits: plan.limits)
            let (segment, found) = try Self.firstSegment(of: text, path: path, header, grid: plan.grid)
            content = .compressed(file, text, first: segment)
            record = found
        }
        layout = try LayoutResolver(plan: plan, path: path, record: record).layout()
    }

    /// Decompresses until the first record is complete.
    private static func firstSegment(
        of text: CompressedText, path: String, _ header: HeaderReader, grid: ReadGrid
    ) throws(LoadError) -> (TextSegment, HeaderReader.FirstRecord) {
        var bytes: [UInt8] = []
        while true {
            // Little at first: the beginning is all that a look at the header needs. Then twice as much each time.
            let stretch = try text.next(max(bytes.count, min(grid.batchBytes, 256 << 10)))
            bytes += stretch.bytes
            let segment = TextSegment(path: path, start: 0, carried: [], bytes: bytes, isContinued: !stretch.isLast)
            // With tiny batches, the byte order mark and the encoding want a look at more than one.
            if stretch.isLast || bytes.count >= TextSniff.sampleBytes,
                let record = try header.firstRecord(of: segment)
            {
                return (segment, record)
            }
        }
    }

    private static func compression(
        of file: InputFile, _ format: DelimitedFormat
    ) throws(LoadError) -> DelimitedFormat.Compression {
        guard format.compression == .automatic else { return format.compression }
        let sample = try file.sample(TextSniff.sampleBytes)
        let found = TextSniff.compression(of: sample)
        let name = file.path.lowercased()
        let isNamedCompressed = name.hasSuffix(".gz") || name.hasSuffix(".zst")
        // Text under a compressed name is read as what it is; anything else under it is damaged.
        if found == .none, isNamedCompressed, sample.contains(where: { $0 < Byte.tab }) {
            throw .corruptCompression(
                path: file.path, format: name.hasSuffix(".gz") ? "gzip" : "zstd",
                detail: "it does not begin as such data does", compressedBytes: 0, textBytes: 0)
        }
        return found
    }
}
