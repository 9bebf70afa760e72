/// Vectors of sixteen numbers that lie on 64-byte boundaries whenever a kernel sees them.
///
/// The library aligns arrays to 16 bytes, whatever their elements ask for, so the vectors may begin up to three quarters of
/// one into the storage. Copies of an array may lie differently: where one does, the numbers are moved before they are lent.
struct CacheLines: Sendable {
    private typealias Quarter = SIMD4<Float>

    /// Vectors held.
    let count: Int
    /// The vectors in quarters, after `start` quarters that mean nothing.
    private var quarters: [Quarter]
    private var start = 0

    private static let quartersPerLine = 4
    private static let bytesPerLine = 64

    /// Zeros.
    init(count: Int) {
        self.count = count
        quarters = Array(repeating: .zero, count: (count + 1) * Self.quartersPerLine)
    }

    /// Lends the numbers, wherever they lie.
    func withUnsafeBufferPointer<Result>(_ body: (UnsafeBufferPointer<Float>) throws -> Result) rethrows -> Result {
        try quarters.withUnsafeBytes { bytes in
            try body(
                UnsafeBufferPointer(rebasing: bytes.bindMemory(to: Float.self)[Self.floats(from: start, lines: count)]))
        }
    }

    /// Lends the numbers; their address is a multiple of 64.
    mutating func withUnsafeMutableBufferPointer<Result>(
        _ body: (UnsafeMutableBufferPointer<Float>) throws -> Result
    ) rethrows -> Result {
        let (before, count) = (start, count)
        var after = before
        defer { start = after }
        return try quarters.withUnsafeMutableBytes { bytes in
            let base = bytes.baseAddress!
            let past = Int(bitPattern: base) % Self.bytesPerLine
            after = (Self.bytesPerLine - past) % Self.bytesPerLine / MemoryLayout<Quarter>.size
            if after != before {
                let from = base + before * MemoryLayout<Quarter>.size
                (base + after * MemoryLayout<Quarter>.size).copyMemory(from: from, byteCount: count * Self.bytesPerLine)
            }
            return try body(
                UnsafeMutableBufferPointer(
                    rebasing: bytes.bindMemory(to: Float.self)[Self.floats(from: after, lines: count)]))
        }
    }

    private static func floats(from start: Int, lines: Int) -> Range<Int> {
        let first = start * Quarter.scalarCount
        return first..<first + lines * quartersPerLine * Quarter.scalarCount
    }
}

extension CacheLines: Equatable {
    /// Whether the numbers are the same, wherever they lie.
    static func == (left: CacheLines, right: CacheLines) -> Bool {
        left.withUnsafeBufferPointer { left in right.withUnsafeBufferPointer { left.elementsEqual($0) } }
    }
}
