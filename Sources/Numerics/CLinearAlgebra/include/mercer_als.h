// Alternating least squares: solves for some rows of one side (users, say) with the other side (items) fixed.
//
// Row u minimises a quadratic whose normal equations are
//
//     A_u x_u = Σ_i b_ui y_i,    A_u = G + λ_u I + Σ_i a_ui y_i y_iᵀ,    sums over the observed entries of the row,
//     a_ui = quadratic_offset + quadratic_scale · w_ui,
//     b_ui = target_offset + target_scale · w_ui − other_bias_i.
//
// Every objective of the project is a choice of these numbers:
//
//     objective     G            quadratic (offset, scale)   target (offset, scale)   other_bias
//     confidence    YᵀY          0, α                        1, α                     none
//     ials          α₀·YᵀY       0, 1                        0, 1                     none
//     explicit      none         1, 0                        −μ, 1                    biases of the other side
//
// The explicit objective solves for a row's factors and bias at once when `other` has a last column of ones.
#pragma once

/// Observed entries by row: those of row u lie at offsets[u] ..< offsets[u + 1].
typedef struct {
    const long *offsets;  ///< rows + 1
    const int *columns;   ///< row of the other side, per entry
    const float *weights; ///< w, or the rating, per entry
} mercer_sparse_rows;

/// One side's least-squares problems; see the equations above.
typedef struct {
    mercer_sparse_rows observed;
    const float *other;          ///< Y: the other side's factors, one row of `factors` numbers each
    const float *other_bias;     ///< one number per row of the other side, or null
    const float *gram;           ///< G: factors × factors, both triangles, or null
    const float *regularization; ///< λ per row of this side
    float quadratic_offset, quadratic_scale, target_offset, target_scale;
    int factors;
} mercer_als_problem;

/// Floats of scratch memory that mercer_als_cg needs.
long long mercer_als_cg_scratch(int factors);

/// Improves rows first_row ..< first_row + row_count of `rows` (all rows of this side) by `steps` steps of conjugate
/// gradients from where they stand. A row without entries becomes zero; a row whose squared residual is below 1e-20
/// is left as it is. Rows are solved in blocks, so the last bits of a row depend on where the range starts: give the
/// same ranges to get the same bits.
///
/// When `measuring`, adds to `value` what the caller makes the objective of: with a Gram matrix Σ xᵀ·A·x − 2·b·x over
/// the rows, which the solver knows; without one Σ (b − x·y)² over their entries, evaluated while they are in cache, as
/// the other form would cancel.
///
/// O(steps · (entries · factors + rows · factors²)). Exists because each pass over a row's entries must do its dots
/// and sums while the entry is in registers; separate BLAS calls read everything twice.
void mercer_als_cg(const mercer_als_problem *problem, long long first_row, long long row_count, int steps, float *rows,
                   int measuring, double *value, float *scratch);

/// Floats of scratch memory that mercer_als_exact needs.
long long mercer_als_exact_scratch(int factors);

/// Solves the same rows exactly, by Cholesky, and measures them likewise. Returns 0, or the one-based place of the
/// pivot that failed in the first row that has no unique solution, whose index is left in `failed_row`; that row and
/// those after it are not written. A row without entries becomes zero.
///
/// Single precision; a row whose pivots lose their digits in it is solved again in double precision.
///
/// O(entries · factors² + rows · factors³). Exists because LAPACK and BLAS spend longer on their way in than on one
/// row's product and system.
int mercer_als_exact(const mercer_als_problem *problem, long long first_row, long long row_count, float *rows,
                     int measuring, double *value, float *scratch, long long *failed_row);
