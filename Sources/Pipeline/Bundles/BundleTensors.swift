import Modelling
import Tables

/// What `model.safetensors` holds: the model's own tensors, and what serving needs besides.
///
/// `item_popularity` is F32 [items]; the items that user `u` has seen are `seen_items` (I32, ascending) at
/// `seen_offsets[u] ..< seen_offsets[u + 1]` (I64 [users + 1]).
public struct BundleTensors: Sendable {
    static let popularityName = "item_popularity"

    public let model: TensorArchive
    public let itemPopularity: [Float]
    /// users × items; the values mean nothing.
    public let seen: SparseMatrix

    public init(model: TensorArchive, itemPopularity: [Float], seen: SparseMatrix) {
        precondition(itemPopularity.count == seen.columns, "one popularity per item")
        self.model = model
        self.itemPopularity = itemPopularity
        self.seen = seen
    }

    /// All in one. The widest numbers come first, so that every tensor lies at a multiple of its numbers' size in the file.
    public var archive: TensorArchive {
        let offsets = Tensor("seen_offsets", shape: [seen.rows + 1], .int64(seen.offsets.map(Int64.init)))
        let popularity = Self.popularity(itemPopularity)
        let items = Tensor("seen_items", shape: [seen.count], .int32(seen.indices))
        return TensorArchive([offsets] + model.tensors + [popularity, items], metadata: model.metadata)
    }

    /// One number per item, as bundles and evaluation models keep them.
    static func popularity(_ values: [Float]) -> Tensor {
        Tensor(popularityName, shape: [values.count], .float32(values))
    }

    /// Reads back what `archive` gave.
    ///
    /// - Throws: `ArchiveError` where a tensor is missing, holds NaN or infinity, or does not fit the numbers of users and items.
    init(_ archive: TensorArchive, userCount: Int, itemCount: Int) throws(ArchiveError) {
        model = archive
        for tensor in archive.tensors {
            guard case .float32(let values) = tensor.storage, !values.allSatisfy(\.isFinite) else { continue }
            throw .wrongTensor(name: tensor.name, found: "holding NaN or infinity", expected: "finite numbers")
        }
        itemPopularity = try archive.float32(Self.popularityName)
        try Self.expect(Self.popularityName, itemPopularity.count, "\(itemCount) numbers, one per item", itemCount)
        let offsets = try archive.int64("seen_offsets")
        let items = try archive.int32("seen_items")
        try Self.expect("seen_offsets", offsets.count, "\(userCount + 1), one more than users", userCount + 1)
        let ascends = zip(offsets, offsets.dropFirst()).allSatisfy { $0 <= $1 }
        guard ascends, offsets.first == 0, offsets.last == Int64(items.count) else {
            throw .wrongTensor(
                name: "seen_offsets", found: "out of order", expected: "ascending from 0 to \(items.count)")
        }
        for user in 0..<userCount {
            let row = items[Int(offsets[user])..<Int(offsets[user + 1])]
            let isSorted = zip(row, row.dropFirst()).allSatisfy { $0 < $1 }
            guard isSorted, (row.first ?? 0) >= 0, (row.last ?? -1) < itemCount else {
                throw .wrongTensor(
                    name: "seen_items", found: "row \(user) out of order or outside",
                    expected: "ascending item rows below \(itemCount)")
            }
        }
        seen = SparseMatrix(
            rows: userCount, columns: itemCount, offsets: offsets.map(Int.init), indices: items,
            values: [Float](repeating: 1, count: items.count))
    }

    private static func expect(
        _ name: String, _ found: Int, _ expected: String, _ count: Int
    ) throws(ArchiveError) {
        guard found != count else { return }
        throw .wrongTensor(name: name, found: "of \(found) numbers", expected: expected)
    }
}
