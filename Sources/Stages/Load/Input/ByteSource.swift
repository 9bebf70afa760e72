/// Bytes that can be read from any position, by several threads at once.
protocol ByteSource: Sendable {
    /// What to call the source in errors.
    var path: String { get }

    /// The position behind the last byte that can be read now.
    var end: Int { get }

    /// Whether the text goes on behind ``end``, in bytes that a later source will hold.
    var isContinued: Bool { get }

    /// Fills `buffer` with the bytes from `position` on; fewer than asked for only at ``end``.
    func read(into buffer: UnsafeMutableRawBufferPointer, at position: Int) throws(LoadError) -> Int
}

extension ByteSource {
    /// Fills the first `count` places of an array.
    func read(into array: inout [UInt8], count: Int, at position: Int) throws(LoadError) -> Int {
        try array.withUnsafeMutableBufferPointer { buffer throws(LoadError) in
            try read(
                into: UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[..<count]),
                at: position)
        }
    }

    /// Up to `count` bytes from the start.
    func sample(_ count: Int) throws(LoadError) -> ArraySlice<UInt8> {
        var bytes = [UInt8](repeating: 0, count: count)
        return bytes[..<(try read(into: &bytes, count: count, at: 0))]
    }
}

/// A stretch of text in memory, standing at a position of the stream it was cut from.
struct TextSegment: ByteSource {
    let path: String
    /// The stream's position of the first byte.
    let start: Int
    /// What was left over from the segment before: the beginning of a record that ends in `bytes`, or later.
    let carried: [UInt8]
    let bytes: [UInt8]
    let isContinued: Bool

    var end: Int { start + carried.count + bytes.count }

    func read(into buffer: UnsafeMutableRawBufferPointer, at position: Int) throws(LoadError) -> Int {
        precondition(position >= start && position <= end, "position \(position) of \(start)..<\(end)")
        var offset = position - start
        var filled = 0
        if offset < carried.count {
            filled = min(buffer.count, carried.count - offset)
            buffer.copyBytes(from: carried[offset..<offset + filled])
            offset += filled
        }
        let rest = min(buffer.count - filled, bytes.count - (offset - carried.count))
        if rest > 0 {
            let from = offset - carried.count
            UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]).copyBytes(from: bytes[from..<from + rest])
        }
        return filled + max(rest, 0)
    }

    /// The bytes from `position` to the end.
    func suffix(from position: Int) -> [UInt8] {
        let offset = position - start
        guard offset < carried.count else { return Array(bytes[(offset - carried.count)...]) }
        return Array(carried[offset...]) + bytes
    }
}
