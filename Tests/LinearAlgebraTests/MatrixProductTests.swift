import LinearAlgebra
import Testing

@Suite struct MatrixProductTests {
    @Test func noRowsGiveAGramMatrixOfZeros() throws {
        #expect(try Matrix.gram(of: Matrix(rows: 0, columns: 2)) == Matrix(rows: 2, columns: 2))
    }

    @Test func gramMatchesTheDoubleLoopAndIsTheSameOnAnyThreads() throws {
        var random = RandomSource(seed: 11)
        let a = Matrix.gaussian(rows: 9001, columns: 17, standardDeviation: 1, random: &random)
        let gram = try Matrix.gram(of: a, scale: 0.5, pool: WorkerPool(threadCount: 1))
        for (i, j) in [(0, 0), (3, 16), (16, 3), (16, 16)] {
            let slow = (0..<a.rows).reduce(0.0) { $0 + 0.5 * Double(a[$1, i]) * Double(a[$1, j]) }
            #expect(abs(Double(gram[i, j]) - slow) < 0.01, "seed 11")
        }
        #expect(gram == gram.transposed())
        for threads in [2, 3, 7] {
            #expect(try Matrix.gram(of: a, scale: 0.5, pool: WorkerPool(threadCount: threads)) == gram)
        }
    }

    @Test func copiesDoNotShareWrites() {
        let original = Matrix(rows: 1, columns: 2, elements: [1, 2])
        var copy = original
        copy[0, 1] = 9
        #expect(original.elements == [1, 2] && copy.elements == [1, 9])
        #expect(Array(copy.row(0)) == [1, 9] && copy.rows(0..<1) == copy)
    }

    @Test(arguments: [0, 1, 15, 16, 17, 33, 1000], KernelBuild.runnable)
    func vectorKernelsMatchPlainLoops(count: Int, build: KernelBuild) {
        var random = RandomSource(seed: UInt64(count))
        let a = (0..<count).map { _ in Float(random.gaussian()) }
        let b = (0..<count).map { _ in Float(random.gaussian()) }
        let squares = a.reduce(0.0) { $0 + Double($1) * Double($1) }
        let found: Double = build.functions.sum_of_squares(a, Int64(count))
        #expect(abs(found - squares) < 1e-9 * Double(count + 1))
        var sum = b
        build.functions.axpy(0.5, a, &sum, Int64(count))
        #expect(zip(sum, zip(a, b)).allSatisfy { abs($0 - ($1.0 * 0.5 + $1.1)) < 1e-6 })
    }
}
