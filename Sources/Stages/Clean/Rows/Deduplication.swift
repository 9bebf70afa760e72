import LinearAlgebra
import Tables

/// Finds the rows whose key cells repeat those of another row.
///
/// Exact: equal hashes only nominate rows, their cells decide. The result depends on the rows alone, not on the
/// threads. Expected O(rows × keys); nine bytes a row besides the tables of the partitions at work, which hold four
/// bytes for each slot and at most four slots for each distinct row of their partition.
struct Deduplication {
    /// Which of equal rows stays.
    enum Kept: Sendable {
        case first, last
    }

    let kept: Kept

    /// True for the rows that stay. Without key columns all rows are equal.
    func flags(rowCount: Int, keys columns: [Column], pool: WorkerPool) throws -> [Bool] {
        if columns.count == 1, case .string(let strings) = columns[0] { return flags(strings) }
        let partitions = try RowPartitions(rowCount: rowCount, columns: columns, pool: pool)
        var keep = [Bool](repeating: true, count: rowCount)
        try keep.withSharedBuffer { keep in
            // A row lies in one partition, so its flag has one writer.
            try pool.forEachChunk(count: partitions.count, chunkSize: 1, makeScratch: { _ in DistinctRows() }) {
                range, distinct in
                KeyCells.withCells(of: columns) { keys in
                    let bounds = partitions.bounds[range.lowerBound]..<partitions.bounds[range.upperBound]
                    partitions.entries[bounds].withUnsafeBufferPointer { entries in
                        distinct.search(entries, keys, kept) { keep.pointer[$0] = false }
                    }
                }
            }
        }
        return keep
    }
}

/// The distinct rows of a partition met so far: an open-addressing table of entry numbers, probed linearly.
private struct DistinctRows {
    private static let empty: Int32 = -1
    private static let initialCapacity = 64

    private var slots: [Int32] = []
    private var count = 0

    /// Calls `drop` with each row that equals an earlier one, in the order that makes the kept one the earliest.
    mutating func search(
        _ entries: UnsafeBufferPointer<UInt64>, _ keys: [KeyCells], _ kept: Deduplication.Kept, _ drop: (Int) -> Void
    ) {
        // Partitions resemble each other: starting with the last one's capacity saves growing again.
        let enough = Self.initialCapacity << (entries.count / Self.initialCapacity).bitWidthUsed
        slots = [Int32](repeating: Self.empty, count: min(max(slots.count, Self.initialCapacity), 2 * enough))
        count = 0
        keys.withUnsafeBufferPointer { keys in
            switch kept {
            case .first: for index in 0..<entries.count { visit(index, entries, keys, drop) }
            case .last: for index in (0..<entries.count).reversed() { visit(index, entries, keys, drop) }
            }
        }
    }

    @inline(__always)
    private mutating func visit(
        _ index: Int, _ entries: UnsafeBufferPointer<UInt64>, _ keys: UnsafeBufferPointer<KeyCells>,
        _ drop: (Int) -> Void
    ) {
        let entry = entries[index]
        let isNew = slots.withUnsafeMutableBufferPointer { slots in
            let slot = Self.slot(of: entry, among: slots, entries, keys)
            let isNew = slots[slot] == Self.empty
            if isNew { slots[slot] = Int32(truncatingIfNeeded: index) }
            return isNew
        }
        guard isNew else { return drop(Self.row(of: entry)) }
        count += 1
        if 2 * count > slots.count { grow(entries) }
    }

    /// The slot of the row equal to that of `entry`, or the empty one where it belongs.
    @inline(__always)
    private static func slot(
        of entry: UInt64, among slots: UnsafeMutableBufferPointer<Int32>, _ entries: UnsafeBufferPointer<UInt64>,
        _ keys: UnsafeBufferPointer<KeyCells>
    ) -> Int {
        var slot = home(of: entry, slotCount: slots.count)
        while slots[slot] != empty {
            let candidate = entries[Int(slots[slot])]
            if candidate >> 32 == entry >> 32, areSame(row(of: candidate), row(of: entry), keys) { break }
            slot = (slot + 1) & (slots.count - 1)
        }
        return slot
    }

    @inline(__always)
    private static func areSame(_ left: Int, _ right: Int, _ keys: UnsafeBufferPointer<KeyCells>) -> Bool {
        for key in keys where !key.isSame(left, right) { return false }
        return true
    }

    private static func row(of entry: UInt64) -> Int { Int(truncatingIfNeeded: entry & 0xFFFF_FFFF) }

    private static func home(of entry: UInt64, slotCount: Int) -> Int {
        Int(truncatingIfNeeded: entry >> 32) & (slotCount - 1)
    }

    private mutating func grow(_ entries: UnsafeBufferPointer<UInt64>) {
        let indices = slots.filter { $0 != Self.empty }
        slots = [Int32](repeating: Self.empty, count: 2 * slots.count)
        for index in indices {
            var slot = Self.home(of: entries[Int(index)], slotCount: slots.count)
            while slots[slot] != Self.empty { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = index
        }
    }
}

extension Int {
    fileprivate var bitWidthUsed: Int { Int.bitWidth - leadingZeroBitCount }
}
