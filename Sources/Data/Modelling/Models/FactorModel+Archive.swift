import LinearAlgebra
import Tables

extension FactorModel {
    /// Metadata that keeps the number of users where no tensor tells it: popularity stores `item_bias` alone.
    private static let userCountName = "user_count"

    /// `user_factors`, `item_factors`, `user_bias`, `item_bias` and `global_mean` (one number), F32, those present.
    public func archive() -> TensorArchive {
        var tensors: [Tensor] = []
        if let factors {
            for (name, matrix) in [("user_factors", factors.users), ("item_factors", factors.items)] {
                tensors.append(Tensor(name, shape: [matrix.rows, matrix.columns], .float32(matrix.elements)))
            }
        }
        for (name, values) in [
            ("user_bias", userBias), ("item_bias", itemBias), ("global_mean", globalMean.map { [$0] }),
        ] {
            guard let values else { continue }
            tensors.append(Tensor(name, shape: [values.count], .float32(values)))
        }
        return TensorArchive(tensors, metadata: [Self.userCountName: String(userCount)])
    }

    /// Rebuilds the model from the tensors it knows; others, such as `item_popularity`, are left alone.
    ///
    /// - Throws: `ArchiveError` where a tensor is missing or its shape does not fit the others.
    public init(archive: TensorArchive) throws(ArchiveError) {
        let users = try Self.matrix("user_factors", in: archive)
        let items = try Self.matrix("item_factors", in: archive)
        let userBias = try Self.vector("user_bias", in: archive)
        let itemBias = try Self.vector("item_bias", in: archive)
        let mean = try Self.vector("global_mean", in: archive)
        guard let itemCount = items?.rows ?? itemBias?.count else { throw .missingTensor("item_factors") }
        let userCount: Int
        if let known = users?.rows ?? userBias?.count {
            userCount = known
        } else {
            userCount = try Self.storedUserCount(of: archive)
        }
        try Self.check("item_bias", itemBias, count: itemCount)
        try Self.check("user_bias", userBias, count: userCount)
        try Self.check("global_mean", mean, count: 1)
        self.init(
            userCount: userCount, itemCount: itemCount, factors: try Self.factors(users: users, items: items),
            userBias: userBias, itemBias: itemBias, globalMean: mean?.first)
    }

    private static func factors(users: Matrix?, items: Matrix?) throws(ArchiveError) -> Factors? {
        guard let users else {
            if items == nil { return nil }
            throw .missingTensor("user_factors")
        }
        guard let items else { throw .missingTensor("item_factors") }
        guard users.columns == items.columns, users.columns > 0 else {
            throw .wrongTensor(
                name: "item_factors", found: "of \(items.columns) factors",
                expected: "the \(users.columns) of user_factors, at least one")
        }
        return Factors(users: users, items: items)
    }

    private static func matrix(_ name: String, in archive: TensorArchive) throws(ArchiveError) -> Matrix? {
        guard let tensor = archive[name] else { return nil }
        let elements = try archive.float32(name)
        guard tensor.shape.count == 2 else {
            throw .wrongTensor(name: name, found: "of shape \(tensor.shape)", expected: "rows × factors")
        }
        return Matrix(rows: tensor.shape[0], columns: tensor.shape[1], elements: elements)
    }

    private static func vector(_ name: String, in archive: TensorArchive) throws(ArchiveError) -> [Float]? {
        archive[name] == nil ? nil : try archive.float32(name)
    }

    private static func check(_ name: String, _ values: [Float]?, count: Int) throws(ArchiveError) {
        guard let values, values.count != count else { return }
        throw .wrongTensor(name: name, found: "\(values.count) numbers", expected: "\(count)")
    }

    private static func storedUserCount(of archive: TensorArchive) throws(ArchiveError) -> Int {
        let text = try archive.requireMetadata(userCountName)
        guard let count = Int(text), count >= 0 else {
            throw .wrongMetadata(name: userCountName, found: text, expected: "a count")
        }
        return count
    }
}
