import LinearAlgebra
import Testing

@Suite struct ALSProblemTests {
    /// Rows of 0, 1, 15, 16, 17 and more entries, two of them too long to be gathered whole at 64 factors.
    static let rowLengths = [0, 1, 15, 16, 17, 0, 3, 64, 200, 1500, 2100, 4] + Array(repeating: 5, count: 70)
    static let otherCount = 2500

    static func sampleRows(seed: UInt64) -> SparseRows {
        var random = RandomSource(seed: seed)
        var offsets = [0]
        var columns: [Int32] = []
        for length in rowLengths {
            columns += random.shuffled(Array(0..<Int32(otherCount))).prefix(length).sorted()
            offsets.append(columns.count)
        }
        let weights = columns.map { _ in 0.5 + 4 * random.uniformFloat() }
        return SparseRows(offsets: offsets, columns: columns, weights: weights, columnCount: otherCount)
    }

    static func sample(factors: Int, coefficients: ALSProblem.Coefficients, hasGram: Bool = true) throws -> TwinProblem
    {
        var random = RandomSource(seed: UInt64(factors))
        let other = Matrix.gaussian(rows: otherCount, columns: factors, standardDeviation: 0.1, random: &random)
        return TwinProblem(
            observed: sampleRows(seed: 5), other: other,
            otherBias: hasGram ? nil : (0..<otherCount).map { _ in random.uniformFloat() },
            gram: hasGram ? try Matrix.gram(of: other, scale: 0.3) : nil,
            regularization: rowLengths.map { 0.1 + 0.01 * Float($0) }, coefficients: coefficients)
    }

    static let coefficientChoices: [ALSProblem.Coefficients] = [.confidence(alpha: 2), .ials, .explicit(mean: 1.5)]

    @Test(arguments: [1, 15, 16, 17, 32, 64, 128, 130], coefficientChoices)
    func conjugateGradientMatchesTheTwin(factors: Int, coefficients: ALSProblem.Coefficients) throws {
        let twin = try Self.sample(
            factors: factors, coefficients: coefficients, hasGram: coefficients.quadraticScale != 0)
        var random = RandomSource(seed: 1)
        let start = Matrix.gaussian(
            rows: Self.rowLengths.count, columns: factors, standardDeviation: 0.1, random: &random)
        var rows = start
        try twin.problem.solve(&rows, by: .conjugateGradient(steps: 3), pool: WorkerPool(threadCount: 2))
        for row in 0..<start.rows {
            let expected = twin.conjugateGradient(row: row, start: start.row(row).map(Double.init), steps: 3)
            expectClose(Array(rows.row(row)), expected, tolerance: 2e-3, "row \(row), \(factors) factors")
        }
    }

    @Test(arguments: [1, 15, 16, 17, 64, 130], coefficientChoices)
    func choleskySatisfiesTheNormalEquations(factors: Int, coefficients: ALSProblem.Coefficients) throws {
        let twin = try Self.sample(
            factors: factors, coefficients: coefficients, hasGram: coefficients.quadraticScale != 0)
        var rows = Matrix(rows: Self.rowLengths.count, columns: factors, repeating: 7)
        try twin.problem.solve(&rows, by: .cholesky, pool: WorkerPool(threadCount: 2))
        for row in 0..<rows.rows {
            let expected = try twin.exact(row: row)
            expectClose(Array(rows.row(row)), expected, tolerance: 2e-3, "row \(row), \(factors) factors")
        }
    }

    @Test func manyFactorsOverFewEntries() throws {
        let twin = try Self.sample(factors: 513, coefficients: .ials)
        var rows = Matrix(rows: Self.rowLengths.count, columns: 513)
        var exact = rows
        try twin.problem.solve(&rows, by: .conjugateGradient(steps: 3), pool: .serial)
        try twin.problem.solve(&exact, by: .cholesky, pool: .serial)
        for row in [0, 1, 4, 9, 10, 80] {
            expectClose(
                Array(rows.row(row)),
                twin.conjugateGradient(row: row, start: [Double](repeating: 0, count: 513), steps: 3), tolerance: 2e-3,
                "row \(row)")
            expectClose(Array(exact.row(row)), try twin.exact(row: row), tolerance: 5e-3, "row \(row)")
        }
    }

    @Test(arguments: [ALSProblem.Solver.conjugateGradient(steps: 2), .cholesky])
    func bitsDoNotDependOnTheThreadCount(solver: ALSProblem.Solver) throws {
        let problem = try Self.sample(factors: 33, coefficients: .confidence(alpha: 1)).problem
        let solutions = try [1, 2, 3, 7].map { threads in
            var rows = Matrix(rows: Self.rowLengths.count, columns: 33, repeating: 0.01)
            try problem.solve(&rows, by: solver, pool: WorkerPool(threadCount: threads))
            return rows
        }
        #expect(solutions.allSatisfy { $0 == solutions[0] })
    }

    @Test func enoughStepsReachTheExactSolution() throws {
        let twin = try Self.sample(factors: 16, coefficients: .confidence(alpha: 1))
        var rows = Matrix(rows: Self.rowLengths.count, columns: 16)
        try twin.problem.solve(&rows, by: .conjugateGradient(steps: 60), pool: .serial)
        #expect(rows.isFinite)
        for row in 0..<rows.rows {
            expectClose(Array(rows.row(row)), try twin.exact(row: row), tolerance: 1e-3, "row \(row)")
        }
    }

    /// One entry, two factors, no regularization: the system has rank one, so its second pivot fails.
    @Test func aSingularSystemNamesItsRow() throws {
        let problem = ALSProblem(
            observed: SparseRows(offsets: [0, 0, 1], columns: [0], weights: [3], columnCount: 1),
            other: Matrix(rows: 1, columns: 2, elements: [1, 0]), gram: nil, regularization: [0, 0],
            coefficients: .explicit(mean: 0))
        var rows = Matrix(rows: 2, columns: 2)
        #expect(throws: LinearAlgebraError.notPositiveDefinite(row: 1, pivot: 2, order: 2)) {
            try problem.solve(&rows, by: .cholesky, pool: .serial)
        }
    }
}

/// Differences are measured against the length of the expected vector.
func expectClose(_ found: [Float], _ expected: [Double], tolerance: Double, _ place: String) {
    let length = expected.reduce(0) { $0 + $1 * $1 }.squareRoot()
    let distance = zip(found, expected).reduce(0) { $0 + (Double($1.0) - $1.1) * (Double($1.0) - $1.1) }.squareRoot()
    #expect(distance <= tolerance * length + 1e-7, "\(place): off by \(distance) of \(length)")
}
