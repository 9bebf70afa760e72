// Alternating least squares by conjugate gradients, many rows in lockstep.
//
// For each row: r = b − A·x, p = r, then `steps` times
//
//     q = A·p,  γ = r·r / p·q,  x += γ·p,  r −= γ·q,  p = r + (r·r / r_before·r_before)·p.
//
// A is never formed. Its dense part G·p is one product for a whole block of rows, in tiles. Its sparse part takes one
// pass over the row's entries that computes y·p and adds the multiple of y, four entries at a time. The entries' rows
// of Y are gathered into a local buffer once per block; rows with too many entries for that are gathered piece by piece
// in each pass.
//
// With a Gram matrix, the value f(x) = xᵀAx − 2·b·x that the caller's loss is made of comes with it: f = −x·r − b·x
// before the first step, b·x from the dots of the first pass, and each step lowers it by γ·r·r.
#include "als_support.h"

/// Rows of a block: enough to share what is read of G, few enough for their vectors to stay in cache; whole tiles.
#define BLOCK_ROWS 64
/// Squared residual below which a row is solved.
#define SOLVED 1e-20f

/// The vectors of a block, each BLOCK_ROWS padded rows, and where each row's gathered entries start.
typedef struct {
    float *x, *residual, *direction, *product; ///< x, r, p and q = A·p
    float *gathered;                           ///< padded rows of Y
    float *piece;                              ///< PIECE_ENTRIES padded rows
    const float *gram;                         ///< padded rows of G, or null
    float squared_residual[BLOCK_ROWS];        ///< r·r, or 0 when the row is done
    int gathered_start[BLOCK_ROWS];            ///< in rows of `gathered`; −1 when the row does not fit
    double value;                              ///< Σ f over the rows solved so far
    double errors;                             ///< Σ squared errors, when there is no Gram matrix
} block_state;

/// Whether a row shares a block with others.
MERCER_INLINE int is_short(long long entries) {
    return entries <= BLOCK_ENTRIES / 2;
}

long long mercer_als_cg_scratch(int factors) {
    const long long rows = 4 * BLOCK_ROWS + gather_capacity(factors) + PIECE_ENTRIES + padded(factors);
    return rows * padded(factors) + MERCER_LANES;
}

/// The multiple of y that entry `entry` adds: a·(y·p), less b when this is the first pass, which forms A·x − b and
/// adds b·(y·x) to `linear`.
MERCER_INLINE float multiple(const mercer_als_problem *problem, long long entry, float dot, int is_first,
                             double *linear) {
    const float product = quadratic(problem, entry) * dot;
    if (!is_first)
        return product;
    const float goal = target(problem, entry);
    *linear += (double)goal * dot;
    return product - goal;
}

/// sum += Σ (a·(y·p) [− b])·y over entries first ..< end, whose padded rows lie at `y`. Returns Σ b·(y·p) in the first
/// pass, else 0.
MERCER_INLINE double add_entries(const mercer_als_problem *problem, long long first, long long end,
                                 const float *restrict y, int factors, int is_first, const float *restrict p,
                                 float *restrict sum) {
    const int stride = padded(factors), width = stride / MERCER_LANES;
    double linear = 0;
    long long entry = first;
    for (; entry + 4 <= end; entry += 4, y += 4 * stride) {
        v16 sums[4] = {{0}, {0}, {0}, {0}}, dots;
        for (int i = 0; i < width; i++)
            for (int row = 0; row < 4; row++)
                sums[row] += *const_lanes(y + row * stride, i) * *const_lanes(p, i);
        sum_lanes_of_four(sums, &dots);
        float multiples[4];
        for (int row = 0; row < 4; row++)
            multiples[row] = multiple(problem, entry + row, dots[4 * row], is_first, &linear);
        for (int i = 0; i < width; i++) {
            v16 total = *const_lanes(sum, i);
            for (int row = 0; row < 4; row++)
                total += multiples[row] * *const_lanes(y + row * stride, i);
            *lanes(sum, i) = total;
        }
    }
    for (; entry < end; entry++, y += stride) {
        v16 dots = {0};
        for (int i = 0; i < width; i++)
            dots += *const_lanes(y, i) * *const_lanes(p, i);
        float scale = multiple(problem, entry, sum_lanes(&dots), is_first, &linear);
        for (int i = 0; i < width; i++)
            *lanes(sum, i) += scale * *const_lanes(y, i);
    }
    return linear;
}

/// Completes product = (G + λI + Σ a·y·yᵀ)·vector [− b] for row `row` of the block, where it holds G·vector.
/// Returns b·vector in the first pass, else 0.
MERCER_INLINE double add_sparse_part(const mercer_als_problem *problem, block_state *block, long long first_row,
                                     int row, int factors, int is_first, const float *vectors) {
    const int stride = padded(factors), width = stride / MERCER_LANES;
    const long *offsets = problem->observed.offsets + first_row + row;
    const long long first = offsets[0], end = offsets[1];
    const float *vector = vectors + row * stride;
    float *product = block->product + row * stride;
    const float lambda = problem->regularization[first_row + row];
    for (int i = 0; i < width; i++)
        *lanes(product, i) += lambda * *const_lanes(vector, i);
    if (block->gathered_start[row] >= 0) {
        const float *y = block->gathered + (long long)block->gathered_start[row] * stride;
        return add_entries(problem, first, end, y, factors, is_first, vector, product);
    }
    double linear = 0;
    for (long long start = first; start < end; start += PIECE_ENTRIES) {
        long long stop = start + PIECE_ENTRIES < end ? start + PIECE_ENTRIES : end;
        gather(problem, start, stop, end, factors, block->piece);
        linear += add_entries(problem, start, stop, block->piece, factors, is_first, vector, product);
    }
    return linear;
}

/// product = vectors · G for all rows of the block: by tiles, and the last few one by one.
MERCER_INLINE void multiply_gram(block_state *block, int row_count, int factors, const float *vectors,
                                 tile_shape tile) {
    const int stride = padded(factors), width = stride / MERCER_LANES;
    __builtin_memset(block->product, 0, sizeof(float) * (unsigned long)row_count * (unsigned long)stride);
    if (!block->gram)
        return;
    int row = 0;
    for (; row + tile.rows <= row_count; row += tile.rows)
        add_strip(tile.rows, tile.vectors, 1, width, factors, (tile_scalars){vectors + row * stride, stride, 1},
                  block->gram, stride, block->product + row * stride, stride);
    for (; row < row_count; row++)
        add_strip(1, tile.row_vectors, 1, width, factors, (tile_scalars){vectors + row * stride, stride, 1},
                  block->gram, stride, block->product + row * stride, stride);
}

/// Σ a·b over padded rows.
MERCER_INLINE float dot_padded(const float *a, const float *b, int width) {
    v16 sums = {0};
    for (int i = 0; i < width; i++)
        sums += *const_lanes(a, i) * *const_lanes(b, i);
    return sum_lanes(&sums);
}

/// Copies the rows' present values, zero for a row without entries, and gathers their entries.
MERCER_INLINE void load_block(const mercer_als_problem *problem, block_state *block, long long first_row, int row_count,
                              int factors, const float *rows) {
    const int stride = padded(factors);
    const long *offsets = problem->observed.offsets + first_row;
    const long long limit = offsets[row_count];
    int filled = 0;
    for (int row = 0; row < row_count; row++) {
        long long entries = offsets[row + 1] - offsets[row];
        if (entries == 0)
            __builtin_memset(block->x + row * stride, 0, sizeof(float) * (unsigned long)stride);
        else
            copy_padded(block->x + row * stride, rows + (first_row + row) * factors, factors);
        block->gathered_start[row] = entries <= gather_capacity(factors) ? filled : -1;
        if (block->gathered_start[row] < 0)
            continue;
        gather(problem, offsets[row], offsets[row + 1], limit, factors, block->gathered + (long long)filled * stride);
        filled += (int)entries;
    }
}

/// r = b − A·x and p = r, from product = A·x − b; adds f(x), given `linear` = b·x.
MERCER_INLINE void start_row(block_state *block, int row, int factors, double linear) {
    const int stride = padded(factors), width = stride / MERCER_LANES;
    float *residual = block->residual + row * stride, *direction = block->direction + row * stride;
    const float *product = block->product + row * stride;
    for (int i = 0; i < width; i++)
        *lanes(direction, i) = *lanes(residual, i) = -*const_lanes(product, i);
    block->value -= dot_padded(block->x + row * stride, residual, width) + linear;
    float squared = dot_padded(residual, residual, width);
    block->squared_residual[row] = squared < SOLVED ? 0 : squared;
}

/// One step of conjugate gradients for a row, given q = A·p.
MERCER_INLINE void step_row(block_state *block, int row, int factors) {
    const int stride = padded(factors), width = stride / MERCER_LANES;
    float *x = block->x + row * stride, *residual = block->residual + row * stride;
    float *direction = block->direction + row * stride;
    const float *product = block->product + row * stride;
    const float before = block->squared_residual[row];
    const float curvature = dot_padded(direction, product, width);
    // Rounding can take p·A·p to zero or below when A is nearly singular; a NaN goes on to be seen by the caller.
    if (curvature <= 0) {
        block->squared_residual[row] = 0;
        return;
    }
    const float length = before / curvature;
    block->value -= (double)length * before;
    for (int i = 0; i < width; i++) {
        *lanes(x, i) += length * *const_lanes(direction, i);
        *lanes(residual, i) -= length * *const_lanes(product, i);
    }
    const float after = dot_padded(residual, residual, width), momentum = after / before;
    for (int i = 0; i < width; i++)
        *lanes(direction, i) = *const_lanes(residual, i) + momentum * *const_lanes(direction, i);
    block->squared_residual[row] = after < SOLVED ? 0 : after;
}

/// Adds a solved row's squared errors.
MERCER_INLINE void measure_row(const mercer_als_problem *problem, block_state *block, long long first_row, int row,
                               int factors) {
    const int stride = padded(factors);
    const long *offsets = problem->observed.offsets + first_row + row;
    const float *x = block->x + row * stride;
    if (block->gathered_start[row] >= 0) {
        const float *y = block->gathered + (long long)block->gathered_start[row] * stride;
        block->errors += squared_errors(problem, offsets[0], offsets[1], y, x, factors);
    } else {
        block->errors += squared_errors_in_pieces(problem, offsets[0], offsets[1], x, factors, block->piece);
    }
}

/// Solves the rows of one block.
MERCER_INLINE void solve_block(const mercer_als_problem *problem, block_state *block, long long first_row,
                               int row_count, int factors, int steps, float *rows, int measuring, tile_shape tile) {
    const int stride = padded(factors);
    load_block(problem, block, first_row, row_count, factors, rows);
    multiply_gram(block, row_count, factors, block->x, tile);
    for (int row = 0; row < row_count; row++) {
        double linear = add_sparse_part(problem, block, first_row, row, factors, 1, block->x);
        start_row(block, row, factors, linear);
    }
    for (int step = 0; step < steps; step++) {
        multiply_gram(block, row_count, factors, block->direction, tile);
        for (int row = 0; row < row_count; row++) {
            if (block->squared_residual[row] == 0)
                continue;
            add_sparse_part(problem, block, first_row, row, factors, 0, block->direction);
            step_row(block, row, factors);
        }
    }
    for (int row = 0; measuring && !problem->gram && row < row_count; row++)
        measure_row(problem, block, first_row, row, factors);
    for (int row = 0; row < row_count; row++)
        __builtin_memcpy(rows + (first_row + row) * factors, block->x + row * stride,
                         sizeof(float) * (unsigned long)factors);
}

/// Rows from `first_row` on, at most `available`, that make the next block: as many as their entries leave room for, or
/// a long one by itself.
MERCER_INLINE int next_block(const mercer_als_problem *problem, long long first_row, long long available) {
    const long *offsets = problem->observed.offsets + first_row;
    if (!is_short(offsets[1] - offsets[0]))
        return 1;
    int count = 0;
    while (count < BLOCK_ROWS && count < available && is_short(offsets[count + 1] - offsets[count]) &&
           offsets[count + 1] - offsets[0] <= BLOCK_ENTRIES)
        count++;
    return count;
}

/// G in padded rows: itself, or a copy at `copy` when its rows aren't whole vectors.
MERCER_INLINE const float *padded_gram(const mercer_als_problem *problem, int factors, float *copy) {
    const long stride = padded(factors);
    if (!problem->gram || factors == stride)
        return problem->gram;
    for (long row = 0; row < factors; row++)
        copy_padded(copy + row * stride, problem->gram + row * factors, factors);
    return copy;
}

/// Solves a range of rows block by block; a literal `factors` makes the compiler unroll every inner loop.
MERCER_INLINE void solve_range(const mercer_als_problem *problem, long long first_row, long long row_count, int steps,
                               int factors, float *rows, int measuring, double *value, float *scratch,
                               tile_shape tile) {
    const long long block_floats = (long long)BLOCK_ROWS * padded(factors);
    block_state block;
    block.x = aligned_scratch(scratch);
    block.residual = block.x + block_floats;
    block.direction = block.residual + block_floats;
    block.product = block.direction + block_floats;
    block.piece = block.product + block_floats;
    block.gathered = block.piece + (long long)PIECE_ENTRIES * padded(factors);
    block.gram = padded_gram(problem, factors, block.gathered + (long long)gather_capacity(factors) * padded(factors));
    block.value = block.errors = 0;
    while (row_count > 0) {
        int count = next_block(problem, first_row, row_count);
        solve_block(problem, &block, first_row, count, factors, steps, rows, measuring, tile);
        first_row += count;
        row_count -= count;
    }
    *value += problem->gram ? block.value : block.errors;
}

MERCER_INLINE void solve_shaped(const mercer_als_problem *problem, long long first_row, long long row_count, int steps,
                                float *rows, int measuring, double *value, float *scratch, tile_shape tile) {
    switch (problem->factors) {
    case 32:
        solve_range(problem, first_row, row_count, steps, 32, rows, measuring, value, scratch, tile);
        break;
    case 64:
        solve_range(problem, first_row, row_count, steps, 64, rows, measuring, value, scratch, tile);
        break;
    case 128:
        solve_range(problem, first_row, row_count, steps, 128, rows, measuring, value, scratch, tile);
        break;
    case 256:
        solve_range(problem, first_row, row_count, steps, 256, rows, measuring, value, scratch, tile);
        break;
    default:
        solve_range(problem, first_row, row_count, steps, problem->factors, rows, measuring, value, scratch, tile);
    }
}

MERCER_WIDE_KERNEL static void cg_wide(const mercer_als_problem *problem, long long first_row, long long row_count,
                                       int steps, float *rows, int measuring, double *value, float *scratch) {
    solve_shaped(problem, first_row, row_count, steps, rows, measuring, value, scratch, MERCER_WIDE_TILE);
}

MERCER_NARROW_KERNEL static void cg_narrow(const mercer_als_problem *problem, long long first_row, long long row_count,
                                           int steps, float *rows, int measuring, double *value, float *scratch) {
    solve_shaped(problem, first_row, row_count, steps, rows, measuring, value, scratch, MERCER_NARROW_TILE);
}

void mercer_als_cg(const mercer_als_problem *problem, long long first_row, long long row_count, int steps, float *rows,
                   int measuring, double *value, float *scratch) {
    MERCER_HAS_WIDE_VECTORS ? cg_wide(problem, first_row, row_count, steps, rows, measuring, value, scratch)
                            : cg_narrow(problem, first_row, row_count, steps, rows, measuring, value, scratch);
}
