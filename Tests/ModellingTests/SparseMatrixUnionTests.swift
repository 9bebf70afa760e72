import Modelling
import Testing

struct SparseMatrixUnionTests {
    @Test("held-out pairs are added once each, in column order")
    func union() {
        let matrix = SparseMatrix(
            rows: 4, columns: 6, offsets: [0, 2, 2, 4, 5], indices: [1, 4, 0, 5, 3], values: [1, 1, 1, 1, 1])
        let heldOut = HeldOutInteractions(
            offsets: [0, 4, 6, 7, 7], items: [4, 0, 2, 0, 5, 5, 3], values: [Float](repeating: 1, count: 7),
            labels: [Int32](repeating: -1, count: 7), labelNames: [], rowsWithUnknownUser: 0, rowsWithUnknownItem: 0)
        let union = matrix.union(heldOut)
        // Rows: {1, 4} with {4, 0, 2, 0}; nothing with {5, 5}; {0, 5} with {3}; {3} with nothing.
        #expect(union.offsets == [0, 4, 5, 8, 9])
        #expect(union.indices == [0, 1, 2, 4, 5, 0, 3, 5, 3])
        #expect(union.rows == 4 && union.columns == 6 && union.values.count == 9)
    }
}
