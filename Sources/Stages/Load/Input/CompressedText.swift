/// The text of a compressed file, in stretches of a stated length.
final class CompressedText {
    /// A stretch of text; nothing follows the last.
    struct Stretch: Sendable {
        var bytes: [UInt8]
        let isLast: Bool
    }

    /// How much of the file is read at a time.
    private static let inputBytes = 256 << 10

    private let file: InputFile
    private let decompressor: any Decompressor
    private let limits: ReadLimits
    private var input = [UInt8](repeating: 0, count: inputBytes)
    /// What of `input` is still to be decompressed.
    private var pending = 0..<0
    private var readPosition = 0
    private var textCount = 0

    init(_ file: InputFile, compression: DelimitedFormat.Compression, limits: ReadLimits) throws(LoadError) {
        self.file = file
        self.limits = limits
        do throws(DecompressionFailure) {
            decompressor = compression == .zstd ? try ZstdDecompressor() : try GzipDecompressor()
        } catch {
            throw .readFailed(path: file.path, detail: error.detail)
        }
    }

    /// Compressed bytes used up so far.
    var usedBytes: Int { readPosition - pending.count }

    /// The next `length` bytes of text, or all that is left.
    func next(_ length: Int) throws(LoadError) -> Stretch {
        var bytes = [UInt8](repeating: 0, count: length)
        var written = 0
        while written < length {
            if pending.isEmpty, !decompressor.isComplete || readPosition < file.size { try refill() }
            let step = try step(into: &bytes, from: written)
            written += step.written
            if step.taken == 0, step.written == 0 {
                guard readPosition == file.size else { continue }
                guard decompressor.isComplete else { throw damaged("it ends early") }
                return Stretch(bytes: Array(bytes[..<written]), isLast: true)
            }
        }
        return Stretch(bytes: bytes, isLast: false)
    }

    private func step(
        into bytes: inout [UInt8], from written: Int
    ) throws(LoadError) -> (taken: Int, written: Int) {
        guard !(pending.isEmpty && decompressor.isComplete) else { return (0, 0) }
        let range = pending
        let step: (taken: Int, written: Int)
        do throws(DecompressionFailure) {
            step = try bytes.withUnsafeMutableBufferPointer { output throws(DecompressionFailure) in
                try input.withUnsafeBufferPointer { input throws(DecompressionFailure) in
                    try decompressor.step(
                        input: UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: input[range])),
                        output: UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: output[written...])))
                }
            }
        } catch {
            throw damaged(error.detail)
        }
        pending = (range.lowerBound + step.taken)..<range.upperBound
        textCount += step.written
        try checkExpansion()
        return step
    }

    private func refill() throws(LoadError) {
        let count = try file.read(into: &input, count: Self.inputBytes, at: readPosition)
        pending = 0..<count
        readPosition += count
    }

    private func checkExpansion() throws(LoadError) {
        guard textCount > limits.expansionFloorBytes, textCount / limits.expansion > usedBytes else { return }
        throw .expandsTooFar(
            path: file.path, compressedBytes: usedBytes, textBytes: textCount, limit: limits.expansion)
    }

    private func damaged(_ detail: String) -> LoadError {
        .corruptCompression(
            path: file.path, format: decompressor.formatName, detail: detail, compressedBytes: usedBytes,
            textBytes: textCount)
    }
}
