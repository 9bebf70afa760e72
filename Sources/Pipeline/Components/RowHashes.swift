import Tables

/// Hashes of the rows a split left for training and of those it held out.
///
/// They tell a later run whether a model was trained on a row that is held out by then, which no settings can promise: data
/// can shrink, come late or be mended. Rows that are the same to the dataset have one hash, kept as often as they stand there.
public struct RowHashes: Sendable, Equatable {
    /// Ascending.
    public let trained: [UInt64]
    /// Of the validation and the test part; ascending.
    public let heldOut: [UInt64]

    public init(trained: [UInt64], heldOut: [UInt64]) {
        self.trained = trained.sorted()
        self.heldOut = heldOut.sorted()
    }

    /// How many distinct held-out rows an earlier training had more often than today's has: rows it would bring back.
    ///
    /// - Parameter earlier: the rows of the earlier training, ascending.
    public func exposedCount(by earlier: [UInt64]) -> Int {
        var (inEarlier, inTrained) = (SortedCounts(earlier), SortedCounts(trained))
        var exposed = 0
        var previous: UInt64?
        for hash in heldOut where hash != previous {
            previous = hash
            if inEarlier.count(of: hash) > inTrained.count(of: hash) { exposed += 1 }
        }
        return exposed
    }

    /// All that two trainings have seen: each row as often as the one that had it more often. Both ascend, as does the result.
    public static func union(_ first: [UInt64], _ second: [UInt64]) -> [UInt64] {
        var union: [UInt64] = []
        union.reserveCapacity(max(first.count, second.count))
        var (left, right) = (0, 0)
        while left < first.count, right < second.count {
            union.append(min(first[left], second[right]))
            let (isLeft, isRight) = (first[left] <= second[right], second[right] <= first[left])
            if isLeft { left += 1 }
            if isRight { right += 1 }
        }
        return union + first[left...] + second[right...]
    }
}

extension RowHashes {
    private static let trainedName = "trained"
    private static let heldOutName = "held_out"

    /// `trained` and `held_out`, I64 with the bits of the hashes.
    public var archive: TensorArchive {
        TensorArchive([Self.tensor(Self.trainedName, trained), Self.tensor(Self.heldOutName, heldOut)])
    }

    public init(_ archive: TensorArchive) throws(ArchiveError) {
        self.init(
            trained: try archive.int64(Self.trainedName).map(UInt64.init(bitPattern:)),
            heldOut: try archive.int64(Self.heldOutName).map(UInt64.init(bitPattern:)))
    }

    private static func tensor(_ name: String, _ hashes: [UInt64]) -> Tensor {
        Tensor(name, shape: [hashes.count], .int64(hashes.map(Int64.init(bitPattern:))))
    }
}

/// Counts of values in an ascending list, asked for in ascending order.
private struct SortedCounts {
    private let values: [UInt64]
    private var position = 0

    init(_ values: [UInt64]) {
        self.values = values
    }

    mutating func count(of value: UInt64) -> Int {
        while position < values.count, values[position] < value { position += 1 }
        let start = position
        while position < values.count, values[position] == value { position += 1 }
        return position - start
    }
}
