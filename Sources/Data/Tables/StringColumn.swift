/// Text as codes into a sorted dictionary; a negative code is a missing cell.
///
/// The dictionary may hold strings no row uses any more (after a filter); it is always sorted and distinct.
public struct StringColumn: Sendable, Equatable {
    public static let missing: Int32 = -1

    public private(set) var codes: [Int32]
    public let dictionary: StringDictionary

    public init(codes: [Int32], dictionary: StringDictionary) {
        self.codes = codes
        self.dictionary = dictionary
    }

    /// Encodes plain strings; nil is a missing cell.
    public init(_ strings: [String?]) {
        let (dictionary, present) = StringDictionary.encoding(strings.compactMap(\.self))
        var next = present.makeIterator()
        self.init(codes: strings.map { $0 == nil ? Self.missing : next.next()! }, dictionary: dictionary)
    }

    public var count: Int { codes.count }

    public subscript(row: Int) -> String? {
        codes[row] < 0 ? nil : dictionary[Int(codes[row])]
    }

    public mutating func keepRows(_ keep: [Bool], keptCount: Int) {
        codes.compact(keeping: keep, keptCount: keptCount)
    }

    /// Rewrites every distinct string once; rows whose string becomes nil become missing. O(distinct · log + rows).
    public func mappingStrings(_ transform: (String) throws -> String?) rethrows -> StringColumn {
        let mapped = try (0..<dictionary.count).map { try transform(dictionary[$0]) }
        let (target, present) = StringDictionary.encoding(mapped.compactMap(\.self))
        var next = present.makeIterator()
        let recoded = mapped.map { $0 == nil ? Self.missing : next.next()! }
        return StringColumn(codes: codes.map { $0 < 0 ? Self.missing : recoded[Int($0)] }, dictionary: target)
    }
}

extension Array {
    /// Moves the elements whose flag is set to the front, in order, and drops the rest. O(count).
    mutating func compact(keeping keep: [Bool], keptCount: Int) {
        precondition(keep.count == count, "a mask of \(keep.count) rows for a column of \(count)")
        withUnsafeMutableBufferPointer { elements in
            keep.withUnsafeBufferPointer { keep in
                var next = 0
                // Every row is moved and the next may overwrite it: a branch on random flags costs ten times as much.
                for row in 0..<keep.count {
                    elements[next] = elements[row]
                    next += keep[row] ? 1 : 0
                }
                precondition(next == keptCount, "the mask keeps \(next) rows, not \(keptCount)")
            }
        }
        removeLast(count - keptCount)
    }
}
