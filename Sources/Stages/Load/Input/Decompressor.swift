/// Turns compressed bytes into text, piece by piece.
protocol Decompressor: AnyObject {
    /// The format's name, for errors.
    var formatName: String { get }

    /// Whether the input may end here without anything missing.
    var isComplete: Bool { get }

    /// Takes from `input` and writes to `output` as much as it can; at least one of the two counts is above zero, or all of
    /// the input is needed together with more of it.
    func step(
        input: UnsafeRawBufferPointer, output: UnsafeMutableRawBufferPointer
    ) throws(DecompressionFailure) -> (taken: Int, written: Int)
}

/// Why compressed data cannot be read.
struct DecompressionFailure: Error {
    let detail: String
}
