import LinearAlgebra
import Modelling
import Testing

@Suite struct SparseMatrixTransposeTests {
    @Test(arguments: [(0, 0, 0), (1, 1, 1), (40, 3, 2), (3, 4_000, 700), (5_000, 7, 5), (900, 300, 40)])
    func `the parallel transpose is the serial one`(rows: Int, columns: Int, perRow: Int) throws {
        var random = RandomSource(seed: 21)
        var offsets = [0]
        var indices: [Int32] = []
        for _ in 0..<rows {
            let wanted = (0..<perRow).map { _ in Int32(random.next() % UInt64(max(1, columns))) }
            indices += random.next() % 5 == 0 ? [] : Set(wanted).sorted()
            offsets.append(indices.count)
        }
        let matrix = SparseMatrix(
            rows: rows, columns: columns, offsets: offsets, indices: indices, values: indices.indices.map { Float($0) })
        for threads in 1...3 {
            #expect(try matrix.transposed(in: WorkerPool(threadCount: threads)) == matrix.transposed())
        }
        #expect(matrix.transposed().transposed() == matrix)
    }
}
