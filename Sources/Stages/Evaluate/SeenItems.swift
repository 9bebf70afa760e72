import Modelling

/// What users have seen: pairs that rankings leave out.
enum SeenItems {
    /// The pairs of the training part together with those of a held-out part. O(entries + held-out rows · log of a user's).
    static func union(_ training: SparseMatrix, _ heldOut: HeldOutInteractions) -> SparseMatrix {
        var offsets = [0]
        var indices: [Int32] = []
        offsets.reserveCapacity(training.rows + 1)
        indices.reserveCapacity(training.count + heldOut.count)
        for user in 0..<training.rows {
            let seen = training.indices[training.range(ofRow: user)]
            let more = heldOut.offsets[user]..<heldOut.offsets[user + 1]
            if more.isEmpty {
                indices.append(contentsOf: seen)
            } else {
                merge(seen, heldOut.items[more].sorted(), into: &indices)
            }
            offsets.append(indices.count)
        }
        return SparseMatrix(
            rows: training.rows, columns: training.columns, offsets: offsets, indices: indices,
            values: [Float](repeating: 1, count: indices.count))
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
