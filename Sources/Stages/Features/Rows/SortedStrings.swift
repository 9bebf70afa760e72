import Tables

/// Finds the strings of one sorted dictionary in another.
enum SortedStrings {
    /// For each string of `dictionary` its code in `target`, −1 where the target lacks it.
    ///
    /// Walks both in byte order at once: O(strings of both), without making a `String`.
    static func positions(of dictionary: StringDictionary, among target: StringDictionary) -> [Int32] {
        var positions = [Int32](repeating: -1, count: dictionary.count)
        var candidate = 0
        for code in 0..<dictionary.count {
            dictionary.withBytes(of: code) { wanted in
                while candidate < target.count, target.precedes(candidate, wanted) { candidate += 1 }
                if candidate < target.count, target.equals(candidate, wanted) { positions[code] = Int32(candidate) }
            }
        }
        return positions
    }
}

extension StringDictionary {
    fileprivate func precedes(_ code: Int, _ other: UnsafeBufferPointer<UInt8>) -> Bool {
        withBytes(of: code) { $0.lexicographicallyPrecedes(other) }
    }

    fileprivate func equals(_ code: Int, _ other: UnsafeBufferPointer<UInt8>) -> Bool {
        withBytes(of: code) { $0.elementsEqual(other) }
    }
}
