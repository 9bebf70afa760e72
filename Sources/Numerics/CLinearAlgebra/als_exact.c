// Alternating least squares by Cholesky: forms the normal equations of one row at a time and solves them.
//
// The entries' rows of Y are gathered into panels that stay in the first-level cache, once as they are and once times
// a; Σ a·y·yᵀ is then the product of the two. The upper triangle is formed in blocks of sixteen. Factors beyond a
// multiple of sixteen (the bias of an explicit row, above all) are formed as rows, not as a column of blocks that would
// be empty but for them, and laid down as columns at the end; b, whose scalar takes the place of a·y, is one more row.
//
// A system whose pivots lose their digits in single precision is formed and solved again in double precision.
#include "als_cholesky.h"
#include "als_precise.h"
#include "als_support.h"

/// Entries multiplied at a time.
#define PANEL_ENTRIES 64

/// A worker's memory.
typedef struct {
    float *gathered; ///< padded rows of Y: all of a row's entries when they fit, else one panel
    float *scaled;   ///< PANEL_ENTRIES rows of a·y, then b
    float *tail;     ///< the sums that belong below the last whole block of A, then those of b
    double *precise; ///< for systems solved in double precision
    cholesky_system system;
} exact_state;

long long mercer_als_exact_scratch(int factors) {
    const long long stride = padded(factors);
    return (gather_capacity(factors) + MERCER_LANES + 2 + MERCER_LANES + stride) * stride +
           PANEL_ENTRIES * padded(factors + 1) + 2 * mercer_als_precise_scratch(factors) + 2 * MERCER_LANES;
}

/// Divides the scratch memory.
MERCER_INLINE exact_state divide_scratch(float *scratch, int factors) {
    const long stride = padded(factors);
    exact_state state;
    state.gathered = aligned_scratch(scratch);
    state.scaled = state.gathered + gather_capacity(factors) * stride;
    state.tail = state.scaled + PANEL_ENTRIES * padded(factors + 1);
    state.system.width = (int)(stride / MERCER_LANES);
    state.system.side = state.tail + MERCER_LANES * stride;
    state.system.solution = state.system.side + stride;
    state.system.inverses = state.system.solution + stride;
    state.system.matrix = state.system.inverses + MERCER_LANES * stride;
    state.precise = (double *)(state.system.matrix + stride * stride);
    return state;
}

/// G + λI above the diagonal, a unit matrix in the padding.
MERCER_INLINE void start_system(const mercer_als_problem *problem, float lambda, int factors, cholesky_system *system) {
    const long stride = padded(factors);
    for (long row = 0; row < stride; row++) {
        float *into = system->matrix + row * stride;
        const long start = row / MERCER_LANES * MERCER_LANES;
        // Whole vectors: a condition per element would become masked loads, which take the processor's microcode.
        for (long column = start; column < stride; column += MERCER_LANES)
            *lanes(into + column, 0) = (v16){0};
        if (problem->gram && row < factors)
            __builtin_memcpy(into + start, problem->gram + row * factors + start,
                             sizeof(float) * (unsigned long)(factors - start));
        into[row] = row < factors ? into[row] + lambda : 1;
    }
}

/// Gathers a panel's entries, a·y of them, and b.
MERCER_INLINE void load_panel(const mercer_als_problem *problem, long long first, long long end, int factors,
                              exact_state *state, float *panel) {
    const int stride = padded(factors), width = stride / MERCER_LANES;
    gather(problem, first, end, first, factors, panel);
    float *restrict scaled = state->scaled;
    for (long long entry = first; entry < end; entry++, panel += stride, scaled += padded(factors + 1)) {
        const float scale = quadratic(problem, entry);
        for (int i = 0; i < width; i++)
            *lanes(scaled, i) = scale * *const_lanes(panel, i);
        scaled[factors] = target(problem, entry);
    }
}

/// The rows beyond the last whole block, b's the last of them, in ones, twos and whole tiles.
MERCER_INLINE void add_tail(int row_count, int width, long count, const float *scaled, long scaled_stride,
                            const float *panel, long stride, float *tail, tile_shape tile) {
    int row = 0;
    for (; row + tile.rows <= row_count; row += tile.rows)
        add_strip(tile.rows, tile.vectors, 1, width, count, (tile_scalars){scaled + row, 1, scaled_stride}, panel,
                  stride, tail + row * stride, stride);
    for (; row + 2 <= row_count; row += 2)
        add_strip(2, tile.row_vectors, 1, width, count, (tile_scalars){scaled + row, 1, scaled_stride}, panel, stride,
                  tail + row * stride, stride);
    for (; row < row_count; row++)
        add_strip(1, tile.row_vectors, 1, width, count, (tile_scalars){scaled + row, 1, scaled_stride}, panel, stride,
                  tail + row * stride, stride);
}

/// Adds a panel to A and b; asks for the entries after it meanwhile, a few between two strips, up to `limit`.
MERCER_INLINE void add_panel(const mercer_als_problem *problem, long long first, long long end, long long limit,
                             int factors, exact_state *state, const float *panel, tile_shape tile) {
    const int stride = padded(factors), width = stride / MERCER_LANES, whole = factors / MERCER_LANES;
    const long scaled_stride = padded(factors + 1);
    const long count = end - first;
    const int share = (PANEL_ENTRIES * tile.rows + factors - 1) / factors;
    float *matrix = state->system.matrix;
    long long ahead = end;
    for (int row = 0; row < whole * MERCER_LANES; row += tile.rows) {
        const int start = row / MERCER_LANES;
        const long long stop = ahead + share < limit ? ahead + share : limit;
        for (; ahead < stop; ahead++)
            prefetch_row(problem, ahead, factors);
        add_strip(tile.rows, tile.vectors, 1, whole - start, count,
                  (tile_scalars){state->scaled + row, 1, scaled_stride}, panel + start * MERCER_LANES, stride,
                  matrix + row * stride + start * MERCER_LANES, stride);
    }
    add_tail(factors % MERCER_LANES + 1, width, count, state->scaled + whole * MERCER_LANES, scaled_stride, panel,
             stride, state->tail, tile);
}

/// Lays the tail's rows down as columns of A, and the last as b.
MERCER_INLINE void fold_tail(int factors, exact_state *state) {
    const long stride = padded(factors), whole = factors / MERCER_LANES * MERCER_LANES;
    const float *tail = state->tail;
    for (long row = whole; row < factors; row++, tail += stride) {
        for (long column = 0; column <= row; column++)
            state->system.matrix[column * stride + row] += tail[column];
    }
    __builtin_memcpy(state->system.side, tail, sizeof(float) * (unsigned long)stride);
}

/// Forms A and b of a row. Returns whether all its entries' rows of Y still lie in `gathered`.
MERCER_INLINE int form_row(const mercer_als_problem *problem, long long row, long long limit, int factors,
                           exact_state *state, tile_shape tile) {
    const long stride = padded(factors);
    const long long begin = problem->observed.offsets[row], end = problem->observed.offsets[row + 1];
    const int stays = end - begin <= gather_capacity(factors);
    start_system(problem, problem->regularization[row], factors, &state->system);
    __builtin_memset(state->tail, 0, sizeof(float) * (unsigned long)((factors % MERCER_LANES + 1) * stride));
    for (long long first = begin; first < end; first += PANEL_ENTRIES) {
        const long long stop = first + PANEL_ENTRIES < end ? first + PANEL_ENTRIES : end;
        float *panel = state->gathered + (stays ? (first - begin) * stride : 0);
        load_panel(problem, first, stop, factors, state, panel);
        add_panel(problem, first, stop, limit, factors, state, panel, tile);
    }
    fold_tail(factors, state);
    return stays;
}

/// What a solved row adds to the value: −b·x, which is −z·z, or its squared errors, whose entries may still lie in
/// `gathered`.
MERCER_INLINE double row_value(const mercer_als_problem *problem, long long row, int factors, int stays,
                               exact_state *state) {
    const long *offsets = problem->observed.offsets + row;
    if (!problem->gram && stays)
        return squared_errors(problem, offsets[0], offsets[1], state->gathered, state->system.solution, factors);
    if (!problem->gram)
        return squared_errors_in_pieces(problem, offsets[0], offsets[1], state->system.solution, factors,
                                        state->gathered);
    double sum = 0;
    for (int k = 0; k < factors; k++)
        sum -= (double)state->system.side[k] * state->system.side[k];
    return sum;
}

/// Solves one row that has entries.
MERCER_INLINE int solve_row(const mercer_als_problem *problem, long long row, long long limit, int factors,
                            exact_state *state, int measuring, double *value, tile_shape tile) {
    const int stays = form_row(problem, row, limit, factors, state, tile);
    if (solve_system(&state->system, tile) != 0) {
        const int info = mercer_als_precise(problem, row, state->system.solution, state->system.side, state->precise);
        if (info != 0)
            return info;
    }
    if (measuring)
        *value += row_value(problem, row, factors, stays, state);
    return 0;
}

MERCER_INLINE int solve_range(const mercer_als_problem *problem, long long first_row, long long row_count, int factors,
                              float *rows, int measuring, double *value, float *scratch, long long *failed_row,
                              tile_shape tile) {
    exact_state state = divide_scratch(scratch, factors);
    const long *offsets = problem->observed.offsets;
    const long long limit = offsets[first_row + row_count];
    for (long long row = first_row; row < first_row + row_count; row++) {
        const unsigned long size = sizeof(float) * (unsigned long)factors;
        if (offsets[row] == offsets[row + 1]) {
            __builtin_memset(rows + row * factors, 0, size);
            continue;
        }
        const int info = solve_row(problem, row, limit, factors, &state, measuring, value, tile);
        if (info != 0) {
            *failed_row = row;
            return info;
        }
        __builtin_memcpy(rows + row * factors, state.system.solution, size);
    }
    return 0;
}

/// A literal `factors` for the commonest size, without and with a bias, lets the compiler unroll its copies and strips.
MERCER_INLINE int solve_shaped(const mercer_als_problem *problem, long long first_row, long long row_count, float *rows,
                               int measuring, double *value, float *scratch, long long *failed_row, tile_shape tile) {
    switch (problem->factors) {
    case 64:
        return solve_range(problem, first_row, row_count, 64, rows, measuring, value, scratch, failed_row, tile);
    case 65:
        return solve_range(problem, first_row, row_count, 65, rows, measuring, value, scratch, failed_row, tile);
    default:
        return solve_range(problem, first_row, row_count, problem->factors, rows, measuring, value, scratch, failed_row,
                           tile);
    }
}

MERCER_WIDE_KERNEL static int exact_wide(const mercer_als_problem *problem, long long first_row, long long row_count,
                                         float *rows, int measuring, double *value, float *scratch,
                                         long long *failed_row) {
    return solve_shaped(problem, first_row, row_count, rows, measuring, value, scratch, failed_row, MERCER_WIDE_TILE);
}

MERCER_NARROW_KERNEL static int exact_narrow(const mercer_als_problem *problem, long long first_row,
                                             long long row_count, float *rows, int measuring, double *value,
                                             float *scratch, long long *failed_row) {
    return solve_shaped(problem, first_row, row_count, rows, measuring, value, scratch, failed_row, MERCER_NARROW_TILE);
}

int mercer_als_exact(const mercer_als_problem *problem, long long first_row, long long row_count, float *rows,
                     int measuring, double *value, float *scratch, long long *failed_row) {
    return MERCER_HAS_WIDE_VECTORS
               ? exact_wide(problem, first_row, row_count, rows, measuring, value, scratch, failed_row)
               : exact_narrow(problem, first_row, row_count, rows, measuring, value, scratch, failed_row);
}
