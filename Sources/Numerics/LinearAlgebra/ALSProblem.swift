import CLinearAlgebra

/// One side's least-squares problems in alternating least squares, the other side held fixed.
///
/// Row u solves (G + λ_u I + Σ_i a_ui y_i y_iᵀ) x_u = Σ_i b_ui y_i over its observed entries, with a and b linear in the
/// entry's weight; see ``Coefficients``.
package struct ALSProblem: Sendable {
    /// How an entry's weight w becomes a = quadraticOffset + quadraticScale · w and
    /// b = targetOffset + targetScale · w − otherBias.
    package struct Coefficients: Sendable, Equatable {
        package var quadraticOffset: Float
        package var quadraticScale: Float
        package var targetOffset: Float
        package var targetScale: Float

        /// Confidence c = 1 + αw (Hu, Koren, Volinsky 2008, eq. 4): G = YᵀY carries the 1, so a = αw and b = 1 + αw.
        package static func confidence(alpha: Float) -> Coefficients {
            Coefficients(quadraticOffset: 0, quadraticScale: alpha, targetOffset: 1, targetScale: alpha)
        }

        /// iALS (Rendle et al. 2022): a = b = w, G = α₀·YᵀY.
        package static let ials = Coefficients(quadraticOffset: 0, quadraticScale: 1, targetOffset: 0, targetScale: 1)

        /// Explicit ratings: a = 1, b = r − μ − b_i, no G.
        package static func explicit(mean: Float) -> Coefficients {
            Coefficients(quadraticOffset: 1, quadraticScale: 0, targetOffset: -mean, targetScale: 1)
        }
    }

    /// How each row is solved.
    package enum Solver: Sendable, Equatable {
        /// So many steps from the row's present values; O(entries · factors) each.
        case conjugateGradient(steps: Int)
        /// Exactly; O(entries · factors² + factors³).
        case cholesky
    }

    let observed: SparseRows
    let other: Matrix
    let otherBias: [Float]?
    let gram: Matrix?
    let regularization: [Float]
    let coefficients: Coefficients

    /// A side's problems.
    ///
    /// - Parameters:
    ///   - observed: the entries, one row per row to solve.
    ///   - other: Y, the other side's factors: columnCount × factors.
    ///   - otherBias: a number per row of `other`, subtracted from its entries' targets.
    ///   - gram: G, factors × factors and symmetric; nil for none.
    ///   - regularization: λ per row.
    package init(
        observed: SparseRows, other: Matrix, otherBias: [Float]? = nil, gram: Matrix?, regularization: [Float],
        coefficients: Coefficients
    ) {
        precondition(other.rows == observed.columnCount, "\(other.rows) rows for \(observed.columnCount) columns")
        precondition(otherBias.map { $0.count == other.rows } ?? true, "one bias per row of the other side")
        precondition(regularization.count == observed.rowCount, "one regularization per row")
        if let gram { precondition(gram.rows == other.columns && gram.columns == other.columns, "gram is f × f") }
        self.observed = observed
        self.other = other
        self.otherBias = otherBias
        self.gram = gram
        self.regularization = regularization
        self.coefficients = coefficients
    }

    /// Solves every row into `rows` (rows × factors), in parallel; conjugate gradients start from what stands there.
    ///
    /// Rows without entries become zero. The bits do not depend on the pool's thread count.
    ///
    /// - Parameter measuring: whether the result is wanted; 0 otherwise.
    /// - Returns: the sum over all rows of what the caller's loss is made of. With a Gram matrix it is xᵀAx − 2·b·x, which
    ///   the solvers know. Without one it is Σ (b − x·y)² over the entries, evaluated as it is written, because there the
    ///   other form would lose digits, while the entries are still in cache.
    /// - Throws: ``LinearAlgebraError/notPositiveDefinite(row:pivot:order:)`` for the first row of a failing chunk
    ///   (Cholesky only; conjugate gradients run on and show up as a loss that is not finite).
    @discardableResult
    package func solve(
        _ rows: inout Matrix, by solver: Solver, measuring: Bool = true, pool: WorkerPool
    ) throws -> Double {
        precondition(rows.rows == observed.rowCount && rows.columns == other.columns, "rows do not fit the problem")
        guard rows.columns > 0 else { return 0 }
        let scratchCount = solver.scratchCount(factors: rows.columns)
        var values = [Double](repeating: 0, count: chunkCount)
        try rows.withSharedBuffer { rows in
            try values.withSharedBuffer { values in
                try pool.forEachChunk(
                    count: observed.rowCount, chunkSize: Self.rowsPerChunk,
                    makeScratch: { _ in [Float](repeating: 0, count: scratchCount) }
                ) { range, scratch in
                    guard let base = rows.pointer.baseAddress else { return }
                    values[range.lowerBound / Self.rowsPerChunk] =
                        try scratch.withUnsafeMutableBufferPointer { scratch in
                            try withKernelProblem { problem in
                                try solver.run(
                                    &problem, rows: range, into: base, measuring: measuring,
                                    scratch: scratch.baseAddress!)
                            }
                        }
                }
            }
        }
        return values.reduce(0, +)
    }

    private var chunkCount: Int { (observed.rowCount + Self.rowsPerChunk - 1) / Self.rowsPerChunk }

    /// Rows a worker takes at a time: a multiple of the kernel's block, small enough to spread popular items.
    private static let rowsPerChunk = 128

    /// Lends this problem's memory to a kernel.
    private func withKernelProblem<Result>(_ body: (inout mercer_als_problem) throws -> Result) throws -> Result {
        try withOptionalPointer(otherBias) { otherBias in
            try withOptionalPointer(gram?.elements) { gram in
                try observed.offsets.withUnsafeBufferPointer { offsets in
                    try observed.columns.withUnsafeBufferPointer { columns in
                        try observed.weights.withUnsafeBufferPointer { weights in
                            try other.withUnsafeBufferPointer { other in
                                try regularization.withUnsafeBufferPointer { regularization in
                                    var problem = mercer_als_problem(
                                        observed: mercer_sparse_rows(
                                            offsets: offsets.baseAddress, columns: columns.baseAddress,
                                            weights: weights.baseAddress),
                                        other: other.baseAddress, other_bias: otherBias, gram: gram,
                                        regularization: regularization.baseAddress,
                                        quadratic_offset: coefficients.quadraticOffset,
                                        quadratic_scale: coefficients.quadraticScale,
                                        target_offset: coefficients.targetOffset,
                                        target_scale: coefficients.targetScale, factors: Int32(self.other.columns))
                                    return try body(&problem)
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

extension ALSProblem.Solver {
    func scratchCount(factors: Int) -> Int {
        switch self {
        case .conjugateGradient: Int(mercer_als_cg_scratch(Int32(factors)))
        case .cholesky: Int(mercer_als_exact_scratch(Int32(factors)))
        }
    }

    /// Solves a range of rows; see ``ALSProblem/solve(_:by:measuring:pool:)`` for the result.
    func run(
        _ problem: inout mercer_als_problem, rows: Range<Int>, into base: UnsafeMutablePointer<Float>, measuring: Bool,
        scratch: UnsafeMutablePointer<Float>
    ) throws(LinearAlgebraError) -> Double {
        let (first, count) = (Int64(rows.lowerBound), Int64(rows.count))
        let isMeasuring: Int32 = measuring ? 1 : 0
        var value = 0.0
        switch self {
        case .conjugateGradient(let steps):
            mercer_als_cg(&problem, first, count, Int32(steps), base, isMeasuring, &value, scratch)
        case .cholesky:
            var failedRow: Int64 = 0
            let info = mercer_als_exact(&problem, first, count, base, isMeasuring, &value, scratch, &failedRow)
            try LinearAlgebraError.check(info: info, row: Int(failedRow), order: Int(problem.factors))
        }
        return value
    }
}

/// Lends an array's memory, or null for none.
private func withOptionalPointer<Result>(
    _ array: [Float]?, _ body: (UnsafePointer<Float>?) throws -> Result
) rethrows -> Result {
    guard let array else { return try body(nil) }
    return try array.withUnsafeBufferPointer { try body($0.baseAddress) }
}
