/// The distinct strings of a column, sorted by their UTF-8 bytes; a string's position is its code.
///
/// Because the order is the byte order, comparing two codes compares the strings, and the codes of a column do not
/// depend on the order its rows were read in.
public struct StringDictionary: Sendable, Equatable {
    /// All strings end to end.
    public let bytes: [UInt8]
    /// String `code` lies at `offsets[code] ..< offsets[code + 1]`; one more offset than strings.
    public let offsets: [Int]

    public static let empty = StringDictionary(sortedBytes: [], offsets: [0])

    /// Wraps storage that is already sorted and distinct; checked where it is cheap (the ends), trusted elsewhere.
    public init(sortedBytes bytes: [UInt8], offsets: [Int]) {
        precondition(offsets.first == 0 && offsets.last == bytes.count, "offsets span \(bytes.count) bytes")
        self.bytes = bytes
        self.offsets = offsets
    }

    public var count: Int { offsets.count - 1 }

    /// Decodes one string. Invalid UTF-8 is repaired with U+FFFD; loading refuses such bytes before they get here.
    public subscript(code: Int) -> String {
        String(decoding: bytes[offsets[code]..<offsets[code + 1]], as: UTF8.self)
    }

    /// The bytes of one string, without copying.
    @inlinable
    public func withBytes<Result>(of code: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows
        -> Result
    {
        try bytes.withUnsafeBufferPointer {
            try body(UnsafeBufferPointer(rebasing: $0[offsets[code]..<offsets[code + 1]]))
        }
    }

    /// The code of `string`, or nil where the dictionary lacks it. O(log count).
    public func code(of string: String) -> Int32? {
        let code = lowerBound(of: string)
        guard code < count, bytes[offsets[code]..<offsets[code + 1]].elementsEqual(string.utf8) else { return nil }
        return Int32(code)
    }

    /// How many strings lie before `string` in byte order: its code, or where it would stand. O(log count).
    public func lowerBound(of string: String) -> Int {
        let wanted = Array(string.utf8)
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if bytes[offsets[middle]..<offsets[middle + 1]].lexicographicallyPrecedes(wanted) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low
    }

    public var strings: [String] { (0..<count).map { self[$0] } }

    /// Sorts and deduplicates `strings`; `codes[i]` is where `strings[i]` went. O(n log n).
    public static func encoding(_ strings: [String]) -> (dictionary: StringDictionary, codes: [Int32]) {
        let utf8 = strings.map { Array($0.utf8) }
        let order = utf8.indices.sorted { utf8[$0].lexicographicallyPrecedes(utf8[$1]) }
        var bytes: [UInt8] = []
        var offsets = [0]
        var codes = [Int32](repeating: 0, count: strings.count)
        var previous: Int?
        for index in order {
            if previous == nil || utf8[previous!] != utf8[index] {
                bytes.append(contentsOf: utf8[index])
                offsets.append(bytes.count)
                previous = index
            }
            codes[index] = Int32(offsets.count - 2)
        }
        return (StringDictionary(sortedBytes: bytes, offsets: offsets), codes)
    }

    /// Keeps the strings whose flag is set; the result's codes are the ranks of the kept ones, in the same order.
    public func keeping(_ used: [Bool]) -> StringDictionary {
        precondition(used.count == count, "\(used.count) flags for \(count) strings")
        var kept: [UInt8] = []
        var keptOffsets = [0]
        for code in 0..<count where used[code] {
            kept.append(contentsOf: bytes[offsets[code]..<offsets[code + 1]])
            keptOffsets.append(kept.count)
        }
        return StringDictionary(sortedBytes: kept, offsets: keptOffsets)
    }
}
