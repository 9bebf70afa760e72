import CZstd

/// Reads Zstandard data (RFC 8878): one frame or several end to end.
final class ZstdDecompressor: Decompressor {
    let formatName = "zstd"
    private(set) var isComplete = false
    private let stream: OpaquePointer

    init() throws(DecompressionFailure) {
        guard let stream = ZSTD_createDStream() else { throw DecompressionFailure(detail: "zstd cannot start") }
        self.stream = stream
    }

    deinit { ZSTD_freeDStream(stream) }

    func step(
        input: UnsafeRawBufferPointer, output: UnsafeMutableRawBufferPointer
    ) throws(DecompressionFailure) -> (taken: Int, written: Int) {
        var source = ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
        var target = ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
        let code = ZSTD_decompressStream(stream, &target, &source)
        guard ZSTD_isError(code) == 0 else {
            throw DecompressionFailure(detail: String(cString: ZSTD_getErrorName(code)))
        }
        // Zero says that a frame is complete and written out.
        isComplete = code == 0
        return (source.pos, target.pos)
    }
}
