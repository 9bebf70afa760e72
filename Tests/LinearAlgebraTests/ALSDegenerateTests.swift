import LinearAlgebra
import Testing

/// Systems no data set should have: extreme and negative coefficients, repeated entries, no regularization.
@Suite struct ALSDegenerateTests {
    private static let others = 24

    /// Rows that list the given entries, over 24 random rows of the other side.
    private static func twin(
        _ rows: [[(column: Int, weight: Float)]], factors: Int, lambda: Float = 0.1,
        coefficients: ALSProblem.Coefficients = .confidence(alpha: 1), hasGram: Bool = true
    ) throws -> TwinProblem {
        var random = RandomSource(seed: UInt64(factors))
        let other = Matrix.gaussian(rows: others, columns: factors, standardDeviation: 0.5, random: &random)
        var offsets = [0]
        for row in rows { offsets.append(offsets.last! + row.count) }
        return TwinProblem(
            observed: SparseRows(
                offsets: offsets, columns: rows.joined().map { Int32($0.column) }, weights: rows.joined().map(\.weight),
                columnCount: others),
            other: other, otherBias: nil, gram: hasGram ? try Matrix.gram(of: other) : nil,
            regularization: [Float](repeating: lambda, count: rows.count), coefficients: coefficients)
    }

    private static func everyColumn(_ weight: (Int) -> Float) -> [(column: Int, weight: Float)] {
        (0..<others).map { ($0, weight($0)) }
    }

    private func expectExact(_ twin: TwinProblem, _ kernel: KernelBuild, tolerance: Double = 1e-4) throws {
        let rowCount = twin.observed.rowCount
        let found = kernel.solve(twin, by: .cholesky, from: Matrix(rows: rowCount, columns: twin.factors))
        #expect(found.info == 0)
        for row in 0..<rowCount {
            expectClose(
                Array(found.rows.row(row)), try twin.exact(row: row), tolerance: tolerance, "\(kernel), row \(row)")
        }
    }

    @Test(arguments: KernelBuild.runnable, [1, 8, 16, 17, 64])
    func repeatedEntriesAddUp(kernel: KernelBuild, factors: Int) throws {
        let twin = try Self.twin(
            [[(3, 1), (3, 1), (3, 2)], [(0, 1), (5, 2), (0, 1), (5, 2)], [], Self.everyColumn { _ in 3 }],
            factors: factors)
        try expectExact(twin, kernel)
        let start = Matrix(rows: 4, columns: factors)
        let found = kernel.solve(twin, by: .conjugateGradient(steps: 200), from: start)
        for row in 0..<4 {
            expectClose(Array(found.rows.row(row)), try twin.exact(row: row), tolerance: 1e-3, "\(kernel), row \(row)")
        }
    }

    /// Pivots of the first entries dwarf the rest: single precision keeps no digits of it.
    @Test(arguments: KernelBuild.runnable, [8, 17, 64])
    func weightsFarApartKeepTheirDigits(kernel: KernelBuild, factors: Int) throws {
        let twin = try Self.twin(
            [[(0, 1e7)], [(1, 1e6), (2, 1e-6), (3, 1e8)], Self.everyColumn { $0 % 2 == 0 ? 1e7 : 1 }], factors: factors)
        try expectExact(twin, kernel)
    }

    /// Weights of 1e-30 leave G + λI and, in `confidence`, a target of 1.
    @Test(arguments: KernelBuild.runnable, [1, 8, 64])
    func tinyWeights(kernel: KernelBuild, factors: Int) throws {
        try expectExact(try Self.twin([[(0, 1e-30)], Self.everyColumn { _ in 1e-30 }], factors: factors), kernel)
    }

    /// One factor: x = Σ b·y / Σ a·y², whatever the size of a and b.
    @Test(arguments: KernelBuild.runnable)
    func hugeWeightsOfOneFactor(kernel: KernelBuild) throws {
        try expectExact(try Self.twin([[(0, 1e30)], [(1, 1e30), (2, 1e-30)]], factors: 1), kernel)
    }

    /// As many entries as factors carry all of 1e30: the rest of the system is below any rounding, and not missed.
    @Test(arguments: KernelBuild.runnable)
    func hugeWeightsThatDetermineTheRow(kernel: KernelBuild) throws {
        try expectExact(try Self.twin([Self.everyColumn { _ in 1e30 }], factors: 4), kernel)
    }

    /// One entry of 1e30 hides the other seven directions even from double precision.
    @Test(arguments: KernelBuild.runnable)
    func hugeWeightsThatDoNotNameTheRow(kernel: KernelBuild) throws {
        let twin = try Self.twin([[(1, 1)], [], [(0, 1e30)]], factors: 8)
        let found = kernel.solve(twin, by: .cholesky, from: Matrix(rows: 3, columns: 8))
        #expect(found.info > 1 && found.failedRow == 2)
    }

    /// a = −w takes from G + λI; the row is solved while what is left is positive definite, and named when it is not.
    @Test(arguments: KernelBuild.runnable)
    func negativeCoefficients(kernel: KernelBuild) throws {
        var taking = ALSProblem.Coefficients.ials
        taking.quadraticScale = -1
        taking.targetOffset = 1
        taking.targetScale = 0
        try expectExact(
            try Self.twin([[(0, 0.25), (1, 0.5)]], factors: 8, lambda: 2, coefficients: taking), kernel)
        let indefinite = try Self.twin([[(0, 0.25)], [(0, 100)]], factors: 8, lambda: 2, coefficients: taking)
        let found = kernel.solve(indefinite, by: .cholesky, from: Matrix(rows: 2, columns: 8))
        #expect(found.info > 0 && found.failedRow == 1)
    }

    /// Three ratings cannot determine four factors or more, whatever noise the rounding leaves in the fourth pivot.
    @Test(arguments: KernelBuild.runnable, [4, 8, 16, 17, 65])
    func withoutRegularizationASingularRowIsNamed(kernel: KernelBuild, factors: Int) throws {
        let twin = try Self.twin(
            [[], [(0, 1), (1, 3), (2, 5)]], factors: factors, lambda: 0, coefficients: .explicit(mean: 3),
            hasGram: false)
        let found = kernel.solve(twin, by: .cholesky, from: Matrix(rows: 2, columns: factors))
        #expect(found.info == 4 && found.failedRow == 1)
    }

    /// Twenty-four ratings do determine sixteen factors.
    @Test(arguments: KernelBuild.runnable)
    func withoutRegularizationADeterminedRowIsSolved(kernel: KernelBuild) throws {
        let twin = try Self.twin(
            [Self.everyColumn { Float($0 % 5) }], factors: 16, lambda: 0, coefficients: .explicit(mean: 2),
            hasGram: false)
        try expectExact(twin, kernel, tolerance: 1e-3)
    }
}
