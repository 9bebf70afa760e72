import LinearAlgebra
import Tables

/// The rows of a table sorted into partitions by the hash of their key cells: equal rows meet in one partition.
///
/// Within a partition rows keep their order. An entry holds the lower half of a row's hash above its row number, eight
/// bytes a row in all. Two passes over the keys, counting and scattering, in chunks that do not depend on the threads.
struct RowPartitions {
    private(set) var entries: [UInt64]
    /// Partition `p` lies at `bounds[p] ..< bounds[p + 1]`.
    let bounds: [Int]

    var count: Int { bounds.count - 1 }

    private static let chunkSize = 1 << 18
    private static let blockSize = 2_048
    /// Rows per partition aimed at: their hash table then fits a core's own cache.
    private static let aimedSize = 1 << 14
    /// More partitions than this, and scattering costs more than it saves.
    private static let maximumBits = 10

    init(rowCount: Int, columns: [Column], pool: WorkerPool) throws {
        precondition(rowCount <= Int(UInt32.max), "\(rowCount) rows exceed 32-bit row numbers")
        let bits = min(Self.maximumBits, max(0, (rowCount / Self.aimedSize).bitWidthNeeded))
        let counts = try pool.map(count: rowCount, chunkSize: Self.chunkSize) { rows in
            var counts = [Int](repeating: 0, count: 1 << bits)
            Self.forEachHash(of: columns, rows) { hash, _ in counts[Self.partition(of: hash, bits)] += 1 }
            return counts
        }
        let (starts, bounds) = Self.layOut(counts, partitionCount: 1 << bits)
        self.bounds = bounds
        entries = [UInt64](repeating: 0, count: rowCount)
        try entries.withSharedBuffer { entries in
            try pool.forEachChunk(count: rowCount, chunkSize: Self.chunkSize) { rows, _ in
                var next = starts[rows.lowerBound / Self.chunkSize]
                Self.forEachHash(of: columns, rows) { hash, row in
                    let partition = Self.partition(of: hash, bits)
                    entries.pointer[next[partition]] = hash << 32 | UInt64(row)
                    next[partition] += 1
                }
            }
        }
    }

    /// Where each chunk's rows of each partition go: partitions one after the other, chunks in order within each.
    private static func layOut(_ counts: [[Int]], partitionCount: Int) -> (starts: [[Int]], bounds: [Int]) {
        var starts = counts
        var bounds = [0]
        var next = 0
        for partition in 0..<partitionCount {
            for chunk in counts.indices {
                starts[chunk][partition] = next
                next += counts[chunk][partition]
            }
            bounds.append(next)
        }
        return (starts, bounds)
    }

    /// The upper bits; the lower 32 go into the entry.
    @inline(__always)
    private static func partition(of hash: UInt64, _ bits: Int) -> Int {
        Int(truncatingIfNeeded: hash >> 32) & ((1 << bits) - 1)
    }

    /// Hashes column by column, a block of rows at a time.
    @inline(__always)
    private static func forEachHash(of columns: [Column], _ rows: Range<Int>, _ body: (UInt64, Int) -> Void) {
        var hashes = [UInt64](repeating: 0, count: blockSize)
        KeyCells.withCells(of: columns) { keys in
            hashes.withUnsafeMutableBufferPointer { hashes in
                for start in stride(from: rows.lowerBound, to: rows.upperBound, by: blockSize) {
                    let block = UnsafeMutableBufferPointer(
                        rebasing: hashes[..<min(blockSize, rows.upperBound - start)])
                    block.update(repeating: 0x9E37_79B9_7F4A_7C15)
                    for key in keys { key.hash(rowsFrom: start, into: block) }
                    for index in 0..<block.count { body(block[index] &* 0xD6E8_FEB8_6659_FD93, start + index) }
                }
            }
        }
    }
}

extension Int {
    /// Bits of the least power of two that is not below this number.
    fileprivate var bitWidthNeeded: Int { self <= 1 ? 0 : Int.bitWidth - (self - 1).leadingZeroBitCount }
}
