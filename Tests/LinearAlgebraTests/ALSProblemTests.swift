import LinearAlgebra
import Testing

@Suite struct ALSProblemTests {
    /// Rows of 0, 1, 15, 16, 17 and more entries, two of them too long to share a block with others.
    static let rowLengths = [0, 1, 15, 16, 17, 0, 3, 64, 200, 1500, 2100, 4] + Array(repeating: 5, count: 70)
    static let otherCount = 2500

    static func sampleRows(seed: UInt64, lengths: [Int] = rowLengths) -> SparseRows {
        var random = RandomSource(seed: seed)
        var offsets = [0]
        var columns: [Int32] = []
        for length in lengths {
            columns += random.shuffled(Array(0..<Int32(otherCount))).prefix(length).sorted()
            offsets.append(columns.count)
        }
        let weights = columns.map { _ in 0.5 + 4 * random.uniformFloat() }
        return SparseRows(offsets: offsets, columns: columns, weights: weights, columnCount: otherCount)
    }

    static func sample(
        factors: Int, coefficients: ALSProblem.Coefficients, hasGram: Bool = true, lengths: [Int] = rowLengths
    ) throws -> TwinProblem {
        var random = RandomSource(seed: UInt64(factors))
        let other = Matrix.gaussian(rows: otherCount, columns: factors, standardDeviation: 0.1, random: &random)
        return TwinProblem(
            observed: sampleRows(seed: 5, lengths: lengths), other: other,
            otherBias: hasGram ? nil : (0..<otherCount).map { _ in random.uniformFloat() },
            gram: hasGram ? try Matrix.gram(of: other, scale: 0.3) : nil,
            regularization: lengths.map { 0.1 + 0.01 * Float($0) }, coefficients: coefficients)
    }

    static let coefficientChoices: [ALSProblem.Coefficients] = [.confidence(alpha: 2), .ials, .explicit(mean: 1.5)]

    static func start(factors: Int) -> Matrix {
        var random = RandomSource(seed: 1)
        return Matrix.gaussian(rows: rowLengths.count, columns: factors, standardDeviation: 0.1, random: &random)
    }

    @Test(arguments: [1, 15, 16, 17, 32, 64, 128, 130, 256], coefficientChoices)
    func conjugateGradientMatchesTheTwin(factors: Int, coefficients: ALSProblem.Coefficients) throws {
        let twin = try Self.sample(
            factors: factors, coefficients: coefficients, hasGram: coefficients.quadraticScale != 0)
        let start = Self.start(factors: factors)
        let expected = (0..<start.rows).map {
            twin.conjugateGradient(row: $0, start: start.row($0).map(Double.init), steps: 3)
        }
        for kernel in KernelBuild.runnable {
            let found = kernel.solve(twin, by: .conjugateGradient(steps: 3), from: start)
            for row in 0..<start.rows {
                expectClose(
                    Array(found.rows.row(row)), expected[row], tolerance: 2e-3,
                    "\(kernel), row \(row), \(factors) factors")
            }
            expectValue(found, twin, tolerance: 1e-4, "\(kernel), \(factors) factors")
        }
    }

    @Test(arguments: [1, 15, 16, 17, 33, 48, 64, 65, 79, 130], coefficientChoices)
    func choleskySatisfiesTheNormalEquations(factors: Int, coefficients: ALSProblem.Coefficients) throws {
        let twin = try Self.sample(
            factors: factors, coefficients: coefficients, hasGram: coefficients.quadraticScale != 0)
        let expected = try (0..<Self.rowLengths.count).map { try twin.exact(row: $0) }
        for kernel in KernelBuild.runnable {
            let start = Matrix(rows: Self.rowLengths.count, columns: factors, repeating: 7)
            let found = kernel.solve(twin, by: .cholesky, from: start)
            #expect(found.info == 0)
            for row in 0..<start.rows {
                expectClose(
                    Array(found.rows.row(row)), expected[row], tolerance: 1e-4,
                    "\(kernel), row \(row), \(factors) factors")
            }
            expectValue(found, twin, tolerance: 1e-5, "\(kernel), \(factors) factors")
        }
    }

    /// What a kernel measures is xᵀAx − 2·b·x with a Gram matrix, else the squared errors, at the rows it left.
    private func expectValue(_ found: KernelBuild.Outcome, _ twin: TwinProblem, tolerance: Double, _ place: String) {
        let values = (0..<found.rows.rows).map { twin.value(row: $0, at: found.rows.row($0).map(Double.init)) }
        let scale = values.reduce(0) { $0 + abs($1) }
        #expect(abs(found.value - values.reduce(0, +)) <= tolerance * scale, "\(place)")
    }

    @Test func manyFactorsOverFewEntries() throws {
        let twin = try Self.sample(factors: 513, coefficients: .ials)
        let rows = [0, 1, 4, 9, 10, 80]
        let expected = try rows.map { try twin.exact(row: $0) }
        let start = Matrix(rows: Self.rowLengths.count, columns: 513)
        for kernel in KernelBuild.runnable {
            let found = kernel.solve(twin, by: .conjugateGradient(steps: 3), from: start).rows
            let exact = kernel.solve(twin, by: .cholesky, from: start).rows
            for (row, solution) in zip(rows, expected) {
                expectClose(
                    Array(found.row(row)),
                    twin.conjugateGradient(row: row, start: [Double](repeating: 0, count: 513), steps: 3),
                    tolerance: 2e-3, "\(kernel), row \(row)")
                expectClose(Array(exact.row(row)), solution, tolerance: 1e-4, "\(kernel), row \(row)")
            }
        }
    }

    @Test(arguments: [ALSProblem.Solver.conjugateGradient(steps: 2), .cholesky], [true, false])
    func bitsDoNotDependOnTheThreadCount(solver: ALSProblem.Solver, hasGram: Bool) throws {
        let coefficients: ALSProblem.Coefficients = hasGram ? .confidence(alpha: 1) : .explicit(mean: 1)
        // Several chunks, so that there is something to share.
        let lengths = (0..<6).flatMap { _ in Self.rowLengths }
        let problem = try Self.sample(factors: 33, coefficients: coefficients, hasGram: hasGram, lengths: lengths)
            .problem
        let solutions = try [1, 2, 4, 7].map { threads in
            var rows = Matrix(rows: lengths.count, columns: 33, repeating: 0.01)
            let value = try problem.solve(&rows, by: solver, pool: WorkerPool(threadCount: threads))
            return (rows, value)
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
