import CZlib

/// Reads gzip data (RFC 1952): one member or several end to end, possibly followed by zeros.
final class GzipDecompressor: Decompressor {
    let formatName = "gzip"
    private(set) var isComplete = false
    private var isPadding = false
    // zlib keeps a pointer to the stream it was set up with, so the stream must not move.
    private let stream: UnsafeMutablePointer<z_stream>

    /// 15 bits of window, and 16 for a gzip header.
    private static let windowBits: Int32 = 15 + 16

    init() throws(DecompressionFailure) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        let code = inflateInit2_(stream, Self.windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard code == Z_OK else { throw DecompressionFailure(detail: "zlib cannot start (code \(code))") }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    func step(
        input: UnsafeRawBufferPointer, output: UnsafeMutableRawBufferPointer
    ) throws(DecompressionFailure) -> (taken: Int, written: Int) {
        if isPadding { return (try skipPadding(input), 0) }
        if isComplete {
            // Between members.
            if input.first == 0 {
                isPadding = true
                return (try skipPadding(input), 0)
            }
            inflateReset(stream)
            isComplete = false
        }
        stream.pointee.next_in = UnsafeMutablePointer(
            mutating: input.baseAddress!.assumingMemoryBound(to: UInt8.self))
        stream.pointee.avail_in = UInt32(input.count)
        stream.pointee.next_out = output.baseAddress!.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_out = UInt32(output.count)
        let code = inflate(stream, Z_NO_FLUSH)
        switch code {
        case Z_OK, Z_BUF_ERROR: break
        case Z_STREAM_END: isComplete = true
        default: throw DecompressionFailure(detail: stream.pointee.msg.map { String(cString: $0) } ?? "code \(code)")
        }
        return (input.count - Int(stream.pointee.avail_in), output.count - Int(stream.pointee.avail_out))
    }

    private func skipPadding(_ input: UnsafeRawBufferPointer) throws(DecompressionFailure) -> Int {
        guard input.allSatisfy({ $0 == 0 }) else { throw DecompressionFailure(detail: "other data follows its end") }
        return input.count
    }
}
