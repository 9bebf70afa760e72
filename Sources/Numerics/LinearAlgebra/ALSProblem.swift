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
    /// - Throws: ``LinearAlgebraError/notPositiveDefinite(row:pivot:order:)`` for the first row of a failing chunk
    ///   (Cholesky only; conjugate gradients run on and show up as a loss that is not finite).
    package func solve(_ rows: inout Matrix, by solver: Solver, pool: WorkerPool) throws {
        precondition(rows.rows == observed.rowCount && rows.columns == other.columns, "rows do not fit the problem")
        guard rows.columns > 0 else { return }
        let order = rows.columns
        try rows.withSharedBuffer { shared in
            try pool.forEachChunk(
                count: observed.rowCount, chunkSize: Self.rowsPerChunk,
                makeScratch: { _ in [Float](repeating: 0, count: solver.scratchCount(factors: order)) }
            ) { range, scratch in
                guard let base = shared.pointer.baseAddress else { return }
                try scratch.withUnsafeMutableBufferPointer { scratch in
                    try withKernelProblem { problem in
                        try solver.run(&problem, rows: range, into: base, scratch: scratch.baseAddress!)
                    }
                }
            }
        }
    }

    /// Rows a worker takes at a time: a multiple of the kernel's block, small enough to spread popular items.
    private static let rowsPerChunk = 128

    /// Lends this problem's memory to a kernel.
    private func withKernelProblem(_ body: (inout mercer_als_problem) throws -> Void) throws {
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
                                    try body(&problem)
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

    func run(
        _ problem: inout mercer_als_problem, rows: Range<Int>, into base: UnsafeMutablePointer<Float>,
        scratch: UnsafeMutablePointer<Float>
    ) throws(LinearAlgebraError) {
        let (first, count) = (Int64(rows.lowerBound), Int64(rows.count))
        switch self {
        case .conjugateGradient(let steps):
            mercer_als_cg(&problem, first, count, Int32(steps), base, scratch)
        case .cholesky:
            var failedRow: Int64 = 0
            let info = mercer_als_exact(&problem, first, count, base, scratch, &failedRow)
            try LinearAlgebraError.check(info: info, row: Int(failedRow), order: Int(problem.factors))
        }
    }
}

/// Lends an array's memory, or null for none.
private func withOptionalPointer<Result>(
    _ array: [Float]?, _ body: (UnsafePointer<Float>?) throws -> Result
) rethrows -> Result {
    guard let array else { return try body(nil) }
    return try array.withUnsafeBufferPointer { try body($0.baseAddress) }
}
