import CLinearAlgebra
import LinearAlgebra

extension KernelBuild {
    /// What a kernel left: all rows, what it measured, and LAPACK's info with the row that failed.
    struct Outcome {
        var rows: Matrix
        var value = 0.0
        var info: Int32 = 0
        var failedRow: Int64 = -1
    }

    /// Solves every row of `twin` in one range, starting from `start`.
    func solve(_ twin: TwinProblem, by solver: ALSProblem.Solver, from start: Matrix) -> Outcome {
        var outcome = Outcome(rows: start)
        let factors = Int32(twin.factors)
        let count = Int64(start.rows)
        let scratchCount = max(mercer_als_cg_scratch(factors), mercer_als_exact_scratch(factors))
        // Not zero: nothing may depend on what an earlier range left behind.
        var scratch = [Float](repeating: .nan, count: Int(scratchCount))
        twin.withKernelProblem { problem in
            outcome.rows.withUnsafeMutableBufferPointer { rows in
                let rows = rows.baseAddress!
                switch solver {
                case .conjugateGradient(let steps):
                    functions.als_cg(problem, 0, count, Int32(steps), rows, 1, &outcome.value, &scratch)
                case .cholesky:
                    outcome.info = functions.als_exact(
                        problem, 0, count, rows, 1, &outcome.value, &scratch, &outcome.failedRow)
                }
            }
        }
        return outcome
    }
}

extension TwinProblem {
    /// Lends this problem's memory as the kernels take it.
    func withKernelProblem<Result>(_ body: (UnsafePointer<mercer_als_problem>) -> Result) -> Result {
        observed.offsets.withUnsafeBufferPointer { offsets in
            observed.columns.withUnsafeBufferPointer { columns in
                observed.weights.withUnsafeBufferPointer { weights in
                    other.withUnsafeBufferPointer { other in
                        regularization.withUnsafeBufferPointer { regularization in
                            (otherBias ?? []).withUnsafeBufferPointer { biases in
                                (gram?.elements ?? []).withUnsafeBufferPointer { gram in
                                    var problem = mercer_als_problem(
                                        observed: mercer_sparse_rows(
                                            offsets: offsets.baseAddress, columns: columns.baseAddress,
                                            weights: weights.baseAddress),
                                        other: other.baseAddress,
                                        other_bias: otherBias == nil ? nil : biases.baseAddress,
                                        gram: self.gram == nil ? nil : gram.baseAddress,
                                        regularization: regularization.baseAddress,
                                        quadratic_offset: coefficients.quadraticOffset,
                                        quadratic_scale: coefficients.quadraticScale,
                                        target_offset: coefficients.targetOffset,
                                        target_scale: coefficients.targetScale, factors: Int32(factors))
                                    return body(&problem)
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
