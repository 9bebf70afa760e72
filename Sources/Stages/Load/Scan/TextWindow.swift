import CByteScan

/// A stretch of a source in memory, with the ends of its fields and complete rows.
///
/// The window moves forward through the source: what is left of an incomplete row is brought to the front, and new
/// bytes follow. It is as large as a processor's cache likes, and grows only for a row that does not fit.
struct TextWindow: ~Copyable {
    /// Where the window's first byte stands in the source.
    private(set) var base = 0
    private(set) var count = 0
    /// Complete rows in the window.
    private(set) var rowCount = 0
    private(set) var bytes: UnsafeMutablePointer<UInt8>
    /// Index 0 holds the position before the window, so that field `i` spans `ends[i] + 1 ..< ends[i + 1]`.
    private(set) var ends: UnsafeMutablePointer<UInt32>
    /// For each complete row the number of fields up to its end.
    private(set) var rowEnds: UnsafeMutablePointer<UInt32>
    private var fieldCount = 0
    private var capacity: Int
    private var state = mercer_scan_state(in_quotes: 0, field_start: 0, last_close: -2)
    private let delimiter: UInt8
    private let quote: Int32

    init(capacity: Int, format: DelimitedFormat) {
        delimiter = format.delimiter
        quote = format.quote.map(Int32.init) ?? -1
        self.capacity = capacity
        (bytes, ends, rowEnds) = Self.storage(capacity)
    }

    deinit {
        bytes.deallocate()
        ends.deallocate()
        rowEnds.deallocate()
    }

    /// Where the source goes on behind the window.
    var end: Int { base + count }

    /// Where the first incomplete row begins, in the window.
    var consumed: Int { rowCount == 0 ? 0 : Int(ends[Int(rowEnds[rowCount - 1])]) + 1 }

    /// How long the field is that the window ends in.
    var openFieldCount: Int { count - Int(state.field_start) }

    var isInQuotes: Bool { state.in_quotes != 0 }

    /// Where the field that the window ends in begins, in the window.
    var openFieldStart: Int { Int(state.field_start) }

    /// Empties the window and puts it at a place where a row begins.
    mutating func move(to position: Int) {
        base = position
        count = 0
        rowCount = 0
        fieldCount = 0
        ends[0] = UInt32.max
        state = mercer_scan_state(in_quotes: 0, field_start: 0, last_close: -2)
    }

    /// Drops the complete rows and reads up to `length` bytes more; returns how many came.
    mutating func advance(in source: some ByteSource, length: Int) throws(LoadError) -> Int {
        dropRows()
        reserve(count + length)
        let target = UnsafeMutableRawBufferPointer(start: bytes + count, count: length)
        let added = try source.read(into: target, at: end)
        scan(from: count, to: count + added)
        return added
    }

    /// Ends the last row where the source ends without a line feed. False if there is no such row.
    mutating func closeLastRow() -> Bool {
        guard consumed < count else { return false }
        fieldCount += 1
        ends[fieldCount] = UInt32(count)
        rowEnds[rowCount] = UInt32(fieldCount)
        rowCount += 1
        return true
    }

    private mutating func scan(from start: Int, to end: Int) {
        let counts = mercer_scan_fields(
            bytes, UInt32(start), UInt32(end), delimiter, quote, &state, ends + 1, UInt32(fieldCount), rowEnds)
        fieldCount = Int(counts.field_count)
        rowCount = Int(counts.row_count)
        count = end
    }

    private mutating func dropRows() {
        let dropped = consumed
        let droppedFields = rowCount == 0 ? 0 : Int(rowEnds[rowCount - 1])
        rowCount = 0
        guard dropped > 0 else { return }
        bytes.update(from: bytes + dropped, count: count - dropped)
        fieldCount -= droppedFields
        for field in 0..<fieldCount { ends[field + 1] = ends[field + 1 + droppedFields] - UInt32(dropped) }
        ends[0] = UInt32.max
        state.field_start -= Int64(dropped)
        state.last_close -= Int64(dropped)
        base += dropped
        count -= dropped
    }

    private mutating func reserve(_ needed: Int) {
        guard needed > capacity else { return }
        let larger = max(needed, 2 * capacity)
        let (newBytes, newEnds, newRowEnds) = Self.storage(larger)
        newBytes.update(from: bytes, count: count)
        newEnds.update(from: ends, count: fieldCount + 1)
        bytes.deallocate()
        ends.deallocate()
        rowEnds.deallocate()
        (bytes, ends, rowEnds, capacity) = (newBytes, newEnds, newRowEnds, larger)
    }

    /// Room for the scanner's padding behind the bytes, for its overshoot behind the ends, and for a last row without a
    /// line feed.
    private static func storage(
        _ capacity: Int
    ) -> (UnsafeMutablePointer<UInt8>, UnsafeMutablePointer<UInt32>, UnsafeMutablePointer<UInt32>) {
        let padding = Int(mercer_scan_padding)
        let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity + padding)
        bytes.initialize(repeating: 0, count: capacity + padding)
        let ends = UnsafeMutablePointer<UInt32>.allocate(capacity: capacity + padding + 2)
        ends.initialize(to: UInt32.max)
        return (bytes, ends, .allocate(capacity: capacity + 1))
    }
}
