import Tables

/// Which row of an earlier model each id of today's dataset had.
///
/// Only today's ids have a place in it: whoever is gone from the data is gone from what is mapped.
public struct RowMapping: Sendable, Equatable {
    /// The earlier row of each of today's rows; −1 where the id is new.
    public let earlierRows: [Int32]

    /// Walks both dictionaries once, as they are sorted: O(bytes of both).
    public init(from earlier: StringDictionary, to today: StringDictionary) {
        var rows = [Int32](repeating: -1, count: today.count)
        var candidate = 0
        for row in 0..<today.count {
            let id = today.bytes[today.offsets[row]..<today.offsets[row + 1]]
            while candidate < earlier.count {
                let other = earlier.bytes[earlier.offsets[candidate]..<earlier.offsets[candidate + 1]]
                if other.elementsEqual(id) { rows[row] = Int32(candidate) }
                guard other.lexicographicallyPrecedes(id) else { break }
                candidate += 1
            }
        }
        earlierRows = rows
    }

    /// Whether both have the same ids, so that every row is the one it was.
    ///
    /// - Parameter count: rows of the earlier model.
    public func isIdentity(of count: Int) -> Bool {
        earlierRows.count == count && earlierRows.indices.allSatisfy { earlierRows[$0] == Int32($0) }
    }

    /// Today's rows that the earlier model does not have, ascending.
    public var newRows: [Int] { earlierRows.indices.filter { earlierRows[$0] < 0 } }
}
