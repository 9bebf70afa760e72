/// Looks at the first bytes of a file for what it is.
enum TextSniff {
    /// How many bytes are worth a look.
    static let sampleBytes = 4_096

    /// The compression that a file's first bytes announce.
    static func compression(of sample: some Collection<UInt8>) -> DelimitedFormat.Compression {
        if sample.starts(with: [0x1F, 0x8B]) { return .gzip }
        return sample.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) ? .zstd : .none
    }

    /// What a file is that is certainly no text; nil where it may be text.
    static func foreignFormat(of sample: some Collection<UInt8>) -> String? {
        if sample.starts(with: Array("PK\u{3}\u{4}".utf8)) { return "a ZIP archive or spreadsheet" }
        if sample.starts(with: Array("PAR1".utf8)) { return "a Parquet file" }
        if sample.starts(with: Array("BZh".utf8)), sample.dropFirst(4).starts(with: [0x31, 0x41, 0x59]) {
            return "bzip2 data"
        }
        return sample.starts(with: [0xFD, 0x37, 0x7A, 0x58, 0x5A]) ? "xz data" : nil
    }

    /// The encoding a text is in if it is certainly not UTF-8: by its byte order mark, or because every other byte is
    /// zero.
    static func foreignEncoding(of sample: some Collection<UInt8>) -> String? {
        if sample.starts(with: [0xFF, 0xFE, 0, 0]) || sample.starts(with: [0, 0, 0xFE, 0xFF]) { return "UTF-32" }
        if sample.starts(with: [0xFF, 0xFE]) || sample.starts(with: [0xFE, 0xFF]) { return "UTF-16" }
        var zeros = [0, 0]
        for (position, byte) in sample.enumerated() where byte == 0 { zeros[position % 2] += 1 }
        let half = sample.count / 2
        guard half >= 2, zeros.max()! * 10 >= half * 4, zeros.min()! * 20 <= half else { return nil }
        return "UTF-16 (every other byte is zero)"
    }

    /// How many bytes a UTF-8 byte order mark takes at the start.
    static func byteOrderMarkLength(of sample: some Collection<UInt8>) -> Int {
        sample.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    }
}
