import LinearAlgebra
import Testing

@Suite struct CholeskyTests {
    /// [4 2; 2 3]·[1; 2] = [8; 8]. The upper triangle is not read, so it may hold anything.
    @Test func solvesByHand() throws {
        let factor = try Cholesky(order: 2, matrix: [4, .nan, 2, 3])
        let solution = factor.solve([8, 8])
        #expect(abs(solution[0] - 1) < 1e-12 && abs(solution[1] - 2) < 1e-12)
    }

    /// The leading 2 × 2 minor of [1 2; 2 1 …] is −3: the second pivot fails.
    @Test func theErrorCarriesRowAndPivot() {
        let expected = LinearAlgebraError.notPositiveDefinite(row: 17, pivot: 2, order: 3)
        let elements: [Double] = [1, 0, 0, 2, 1, 0, 0, 0, 1]
        #expect(throws: expected) { try Cholesky(order: 3, matrix: elements, row: 17) }
        #expect(expected.description.contains("row 17") && expected.description.contains("regularization"))
    }

    @Test func aNaNIsAFailedPivot() {
        #expect(throws: LinearAlgebraError.notPositiveDefinite(row: nil, pivot: 2, order: 2)) {
            try Cholesky(order: 2, matrix: [1, 0, 0, .nan])
        }
    }

    @Test func theEmptySystemHasTheEmptySolution() throws {
        #expect(try Cholesky(order: 0, matrix: []).solve([]) == [])
    }
}
