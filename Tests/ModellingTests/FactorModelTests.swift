import LinearAlgebra
import Modelling
import Tables
import Testing

struct FactorModelTests {
    private static let users = Matrix(rows: 2, columns: 2, elements: [1, 2, 3, -1])
    private static let items = Matrix(rows: 3, columns: 2, elements: [1, 0, 0, 1, 2, 2])
    private static let full = FactorModel(
        userCount: 2, itemCount: 3, factors: .init(users: users, items: items), userBias: [0.5, -0.5],
        itemBias: [10, 20, 30], globalMean: 100)

    /// x·y is 1, 2, 6 and 3, −1, 4.
    @Test func scoresAreSumsOfTheParts() {
        #expect(block(Self.full, users: [1, 0], items: 0..<3) == [112.5, 118.5, 133.5, 111.5, 122.5, 136.5])
        #expect(block(Self.full, users: [0], items: 1..<2) == [122.5])
        #expect(Self.full.scores(users: [0, 1], items: [2, 0]) == [136.5, 112.5])
    }

    @Test func absentPartsCountAsZero() {
        let plain = FactorModel(userCount: 2, itemCount: 3, factors: .init(users: Self.users, items: Self.items))
        #expect(block(plain, users: [0, 1], items: 0..<3) == [1, 2, 6, 3, -1, 4])
        let popularity = FactorModel(userCount: 2, itemCount: 3, itemBias: [1, 2, 3])
        #expect(block(popularity, users: [1, 0], items: 1..<3) == [2, 3, 2, 3])
        #expect(popularity.scores(users: [1], items: [2]) == [3])
    }

    /// A buffer may be larger than the block; what lies behind it is not touched.
    @Test func leavesTheRestOfTheBufferAlone() {
        var scores = [Float](repeating: 7, count: 4)
        let popularity = FactorModel(userCount: 1, itemCount: 3, itemBias: [1, 2, 3])
        [Int32(0)].withUnsafeBufferPointer { users in
            scores.withUnsafeMutableBufferPointer { popularity.score(users: users, items: 0..<3, into: $0) }
        }
        #expect(scores == [1, 2, 3, 7])
    }

    @Test func archivesWhatItHas() throws {
        #expect(
            Self.full.archive().tensors.map(\.name)
                == ["user_factors", "item_factors", "user_bias", "item_bias", "global_mean"])
        for model in [Self.full, FactorModel(userCount: 5, itemCount: 2, itemBias: [1, 2])] {
            #expect(try FactorModel(archive: model.archive()) == model)
        }
    }

    @Test(arguments: [
        ("user_factors", [2, 3]), ("item_factors", [6]), ("user_bias", [3]), ("item_bias", [2]), ("global_mean", [2]),
    ])
    func refusesShapesThatDoNotFit(_ name: String, _ shape: [Int]) {
        let tensors = Self.full.archive().tensors.map { tensor in
            let values = [Float](repeating: 0, count: shape.reduce(1, *))
            return tensor.name == name ? Tensor(name, shape: shape, .float32(values)) : tensor
        }
        #expect(throws: ArchiveError.self) { try FactorModel(archive: TensorArchive(tensors)) }
    }

    @Test(arguments: ["user_factors", "item_factors"])
    func refusesHalfOfTheFactors(_ name: String) {
        let tensors = Self.full.archive().tensors.filter { $0.name != name }
        #expect(throws: ArchiveError.missingTensor(name)) { try FactorModel(archive: TensorArchive(tensors)) }
    }

    @Test func refusesAnArchiveWithoutAModel() {
        #expect(throws: ArchiveError.self) { try FactorModel(archive: TensorArchive([])) }
        let bias = Tensor("item_bias", shape: [1], .float32([1]))
        #expect(throws: ArchiveError.missingMetadata("user_count")) {
            try FactorModel(archive: TensorArchive([bias]))
        }
        #expect(throws: ArchiveError.self) {
            try FactorModel(archive: TensorArchive([bias], metadata: ["user_count": "-1"]))
        }
    }

    private func block(_ model: FactorModel, users: [Int32], items: Range<Int>) -> [Float] {
        var scores = [Float](repeating: .nan, count: users.count * items.count)
        users.withUnsafeBufferPointer { users in
            scores.withUnsafeMutableBufferPointer { model.score(users: users, items: items, into: $0) }
        }
        return scores
    }
}
