import Foundation

/// The cells one chunk contributed to one column.
///
/// Plain memory that grows by `realloc`: large blocks are moved by the kernel without copying, and the part of a block
/// that is never written costs nothing.
final class ColumnPart {
    /// Which rows of the part are missing, in order. Codes say so themselves and are not listed.
    private(set) var missing: [UInt32] = []
    private(set) var count = 0
    private var capacity = 0
    private var memory: UnsafeMutableRawPointer?
    private let stride: Int

    init(stride: Int) {
        self.stride = stride
    }

    deinit { free(memory) }

    /// The cells written so far, of the type the part was made for.
    func values<Value>(as type: Value.Type) -> UnsafeBufferPointer<Value> {
        precondition(MemoryLayout<Value>.stride == stride, "the part holds cells of \(stride) bytes")
        return UnsafeBufferPointer(start: memory?.assumingMemoryBound(to: type), count: count)
    }

    /// Where the next cells go, `extra` at most; they count once ``add(_:)`` says so.
    func tail<Value>(as type: Value.Type, extra: Int) -> UnsafeMutablePointer<Value> {
        precondition(MemoryLayout<Value>.stride == stride, "the part holds cells of \(stride) bytes")
        if count + extra > capacity {
            capacity = max(2 * capacity, count + extra)
            memory = realloc(memory, capacity * stride)
            precondition(memory != nil, "out of memory for \(capacity) cells")
        }
        return memory!.assumingMemoryBound(to: type) + count
    }

    /// Counts `added` cells that were written to the tail; `isMissing` holds a flag for each.
    func add(_ added: Int, isMissing: UnsafePointer<Bool>? = nil) {
        if let isMissing {
            for row in 0..<added where isMissing[row] { missing.append(UInt32(count + row)) }
        }
        count += added
    }
}
