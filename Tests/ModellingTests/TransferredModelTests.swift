import LinearAlgebra
import Modelling
import Tables
import TestSupport
import Testing

@Suite struct TransferredModelTests {
    private func mapping(_ earlier: String, to today: String) -> RowMapping {
        func ids(_ text: String) -> StringDictionary {
            StringDictionary.encoding(text.split(separator: " ").map(String.init)).dictionary
        }
        return RowMapping(from: ids(earlier), to: ids(today))
    }

    @Test func scoresByTodaysRows() {
        let model = TableModel([[1, 2, 3], [4, 5, 6]])
        let transferred = TransferredModel(
            model, users: mapping("a b", to: "a aa b"), items: mapping("a b c", to: "a aa c"),
            itemPopularity: [7, 8, 9])
        #expect(transferred.userCount == 3 && transferred.itemCount == 3)
        #expect(transferred.allScores() == [1, -.infinity, 3, 7, -.infinity, 9, 4, -.infinity, 6])
        // Blocks cut otherwise score the same.
        #expect(transferred.scores(users: [2, 1], items: 2..<3) == [6, 9])
        #expect(transferred.scores(users: [0], items: 1..<2) == [-.infinity])
    }

    /// Ratings of what is unknown: the mean 3, and the bias of whom the model knows.
    @Test func predictsRatingsByWhatIsKnown() {
        let factors = FactorModel.Factors(
            users: Matrix(rows: 2, columns: 1, elements: [1, 2]),
            items: Matrix(rows: 2, columns: 1, elements: [10, 20]))
        let model = FactorModel(
            userCount: 2, itemCount: 2, factors: factors, userBias: [0.5, 0.25], itemBias: [-0.5, -1], globalMean: 3)
        let transferred = TransferredModel(
            model, users: mapping("a b", to: "a aa b"), items: mapping("a b", to: "a aa b"), itemPopularity: [1, 1])
        #expect(
            transferred.scores(users: [0, 2, 1, 0, 1], items: [0, 2, 0, 1, 1])
                == [13, 42.25, 2.5, 3.5, 3])
    }

    @Test func knowsWhereNothingMoved() {
        #expect(mapping("a b c", to: "a b c").isIdentity(of: 3))
        #expect(!mapping("a b c", to: "a b").isIdentity(of: 3))
        #expect(!mapping("a b", to: "a b c").isIdentity(of: 2))
        #expect(!mapping("a b c", to: "b c").isIdentity(of: 3))
    }
}
