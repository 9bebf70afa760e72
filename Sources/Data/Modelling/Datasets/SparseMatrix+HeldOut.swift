extension SparseMatrix {
    /// The entries of this matrix together with held-out pairs: what users have seen once those count too.
    ///
    /// The values of the result mean nothing. O(entries + held-out rows · log of a user's).
    public func union(_ heldOut: HeldOutInteractions) -> SparseMatrix {
        precondition(heldOut.offsets.count == rows + 1, "\(heldOut.offsets.count - 1) users held out of \(rows)")
        var unionOffsets = [0]
        var union: [Int32] = []
        unionOffsets.reserveCapacity(rows + 1)
        union.reserveCapacity(count + heldOut.count)
        for row in 0..<rows {
            let own = indices[range(ofRow: row)]
            let more = heldOut.offsets[row]..<heldOut.offsets[row + 1]
            if more.isEmpty {
                union.append(contentsOf: own)
            } else {
                Self.merge(own, heldOut.items[more].sorted(), into: &union)
            }
            unionOffsets.append(union.count)
        }
        return SparseMatrix(
            rows: rows, columns: columns, offsets: unionOffsets, indices: union,
            values: [Float](repeating: 1, count: union.count))
    }

    /// Appends the distinct elements of two ascending lists, ascending; the first has no duplicates.
    private static func merge(_ first: ArraySlice<Int32>, _ second: [Int32], into merged: inout [Int32]) {
        var next = first.startIndex
        var last: Int32 = -1
        for item in second where item != last {
            last = item
            while next < first.endIndex, first[next] < item {
                merged.append(first[next])
                next += 1
            }
            if next < first.endIndex, first[next] == item { next += 1 }
            merged.append(item)
        }
        merged.append(contentsOf: first[next...])
    }
}
