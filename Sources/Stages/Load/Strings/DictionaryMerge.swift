import LinearAlgebra
import Tables

/// Brings the tables of all workers together into one sorted dictionary.
///
/// Each table is sorted on its own, in parallel; the sorted runs are merged and equal texts become one. Which worker met
/// a text, and when, leaves no trace in the outcome.
struct DictionaryMerge {
    /// A text of one table. `prefix` holds its first eight bytes, so that most comparisons need no more.
    private struct Entry {
        let prefix: UInt64
        let worker: Int32
        let number: Int32
    }

    let dictionary: StringDictionary
    /// For each worker and each of its numbers the code in `dictionary`; -1 where no cell holds the number.
    let codes: [[Int32]]

    /// - Parameter used: for each worker which numbers occur in the table; nil where all that are codes do.
    init(_ encoders: [StringEncoder], used: [[Bool]]?, pool: WorkerPool) throws {
        let runs = try pool.map(encoders: encoders) { worker, encoder in
            Self.sortedEntries(encoder, worker: worker, used: used?[worker])
        }
        var codes = encoders.map { [Int32](repeating: -1, count: $0.table.count) }
        var bytes: [UInt8] = []
        var offsets = [0]
        var previous: Entry?
        for entry in Self.merged(runs, encoders) {
            let text = encoders[Int(entry.worker)].table.lookup.bytes(of: Int(entry.number))
            if previous == nil || Self.compare(previous!, entry, encoders) != 0 {
                bytes.append(contentsOf: text)
                offsets.append(bytes.count)
            }
            codes[Int(entry.worker)][Int(entry.number)] = Int32(offsets.count - 2)
            previous = entry
        }
        dictionary = StringDictionary(sortedBytes: bytes, offsets: offsets)
        self.codes = codes
    }

    private static func sortedEntries(_ encoder: StringEncoder, worker: Int, used: [Bool]?) -> [Entry] {
        var entries: [Entry] = []
        entries.reserveCapacity(encoder.table.count)
        for number in 0..<encoder.table.count where used?[number] ?? encoder.isCode(number) {
            let text = encoder.table.lookup.bytes(of: number)
            entries.append(Entry(prefix: prefix(of: text), worker: Int32(worker), number: Int32(number)))
        }
        let table = encoder.table.lookup
        entries.sort { left, right in
            if left.prefix != right.prefix { return left.prefix < right.prefix }
            return compareBytes(table.bytes(of: Int(left.number)), table.bytes(of: Int(right.number))) < 0
        }
        return entries
    }

    /// One sorted run from several, two by two.
    private static func merged(_ runs: [[Entry]], _ encoders: [StringEncoder]) -> [Entry] {
        var runs = runs
        while runs.count > 1 {
            runs = stride(from: 0, to: runs.count, by: 2).map { index in
                index + 1 < runs.count ? merge(runs[index], runs[index + 1], encoders) : runs[index]
            }
        }
        return runs.first ?? []
    }

    private static func merge(_ left: [Entry], _ right: [Entry], _ encoders: [StringEncoder]) -> [Entry] {
        if left.isEmpty || right.isEmpty { return left.isEmpty ? right : left }
        var result: [Entry] = []
        result.reserveCapacity(left.count + right.count)
        var (nextLeft, nextRight) = (0, 0)
        while nextLeft < left.count, nextRight < right.count {
            if compare(left[nextLeft], right[nextRight], encoders) <= 0 {
                result.append(left[nextLeft])
                nextLeft += 1
            } else {
                result.append(right[nextRight])
                nextRight += 1
            }
        }
        result += left[nextLeft...]
        result += right[nextRight...]
        return result
    }

    private static func compare(_ left: Entry, _ right: Entry, _ encoders: [StringEncoder]) -> Int {
        if left.prefix != right.prefix { return left.prefix < right.prefix ? -1 : 1 }
        return compareBytes(
            encoders[Int(left.worker)].table.lookup.bytes(of: Int(left.number)),
            encoders[Int(right.worker)].table.lookup.bytes(of: Int(right.number)))
    }

    /// Negative, zero or positive as the left bytes come before, equal or follow the right ones.
    private static func compareBytes(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Int {
        for position in 0..<min(left.count, right.count) where left[position] != right[position] {
            return left[position] < right[position] ? -1 : 1
        }
        return left.count - right.count
    }

    /// The first eight bytes as a number that sorts as they do; shorter texts are filled up with zeros, which no text holds.
    private static func prefix(of text: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var result: UInt64 = 0
        for position in 0..<min(text.count, 8) { result |= UInt64(text[position]) << UInt64(56 - 8 * position) }
        return result
    }
}

extension WorkerPool {
    /// Runs `body` for each worker's encoder of one column, in parallel.
    func map<Result: Sendable>(
        encoders: [StringEncoder], body: @Sendable (Int, StringEncoder) -> Result
    ) throws -> [Result] {
        var encoders = encoders
        return try encoders.withSharedBuffer { encoders in
            try map(count: encoders.count, chunkSize: 1) { body($0.lowerBound, encoders[$0.lowerBound]) }
        }
    }
}
