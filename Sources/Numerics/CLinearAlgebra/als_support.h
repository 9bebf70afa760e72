// What both ALS kernels share: the coefficients of an entry and copies of scattered rows.
#pragma once

#include "CLinearAlgebra.h"
#include "als_tiles.h"

/// How many entries ahead their rows are asked for: enough to cover the latency of main memory, no more lines than the
/// processor keeps under way.
MERCER_INLINE int prefetch_distance(int factors) {
    const int distance = 768 / padded(factors);
    return distance > 12 ? 12 : distance < 2 ? 2 : distance;
}

/// Entries gathered at a time for a row that does not fit.
#define PIECE_ENTRIES 32

/// Entries' rows of Y that a worker keeps for a block of rows: in the second-level cache at 64 factors, in the third at
/// more.
#define BLOCK_ENTRIES 2048
/// Floats of gathered rows a worker keeps for one long row: its share of the third-level cache. What was gathered is
/// read again in order, not at random from main memory.
#define LONG_ROW_FLOATS (2 * 1024 * 1024)

/// Entries' rows of Y that a worker has room for.
MERCER_INLINE int gather_capacity(int factors) {
    const int capacity = LONG_ROW_FLOATS / padded(factors);
    return capacity < BLOCK_ENTRIES ? BLOCK_ENTRIES : capacity;
}

/// a_ui of entry `entry`.
MERCER_INLINE float quadratic(const mercer_als_problem *problem, long long entry) {
    return problem->quadratic_offset + problem->quadratic_scale * problem->observed.weights[entry];
}

/// b_ui of entry `entry`.
MERCER_INLINE float target(const mercer_als_problem *problem, long long entry) {
    float bias = problem->other_bias ? problem->other_bias[problem->observed.columns[entry]] : 0;
    return problem->target_offset + problem->target_scale * problem->observed.weights[entry] - bias;
}

/// Copies a row of `factors` numbers into a padded row whose padding becomes zero.
MERCER_INLINE void copy_padded(float *restrict into, const float *restrict row, int factors) {
    int whole = factors / MERCER_LANES;
    for (int i = 0; i < whole; i++)
        *lanes(into, i) = *const_lanes(row, i);
    if (whole * MERCER_LANES == factors)
        return;
    v16 tail = {0};
    for (int k = whole * MERCER_LANES; k < factors; k++)
        tail[k - whole * MERCER_LANES] = row[k];
    *lanes(into, whole) = tail;
}

/// Asks for the other side's row of an entry.
MERCER_INLINE void prefetch_row(const mercer_als_problem *problem, long long entry, int factors) {
    const float *row = problem->other + (long long)problem->observed.columns[entry] * factors;
    for (int k = 0; k < factors; k += MERCER_LANES)
        __builtin_prefetch(row + k);
}

/// Copies the other side's rows of entries first ..< end, one padded row after another; prefetches up to `limit`.
MERCER_INLINE void gather(const mercer_als_problem *problem, long long first, long long end, long long limit,
                          int factors, float *restrict into) {
    const int distance = prefetch_distance(factors);
    for (long long entry = first; entry < end; entry++) {
        if (entry + distance < limit)
            prefetch_row(problem, entry + distance, factors);
        copy_padded(into, problem->other + (long long)problem->observed.columns[entry] * factors, factors);
        into += padded(factors);
    }
}

/// Σ (b − x·y)² over entries first ..< end, whose padded rows lie at `y`.
MERCER_INLINE double squared_errors(const mercer_als_problem *problem, long long first, long long end,
                                    const float *restrict y, const float *restrict x, int factors) {
    const int stride = padded(factors), width = stride / MERCER_LANES;
    double sum = 0;
    long long entry = first;
    for (; entry + 4 <= end; entry += 4, y += 4 * stride) {
        v16 sums[4] = {{0}, {0}, {0}, {0}}, dots;
        for (int i = 0; i < width; i++) {
            for (int row = 0; row < 4; row++)
                sums[row] += *const_lanes(y + row * stride, i) * *const_lanes(x, i);
        }
        sum_lanes_of_four(sums, &dots);
        for (int row = 0; row < 4; row++) {
            const double error = target(problem, entry + row) - dots[4 * row];
            sum += error * error;
        }
    }
    for (; entry < end; entry++, y += stride) {
        v16 dots = {0};
        for (int i = 0; i < width; i++)
            dots += *const_lanes(y, i) * *const_lanes(x, i);
        const double error = target(problem, entry) - sum_lanes(&dots);
        sum += error * error;
    }
    return sum;
}

/// `squared_errors` of entries that are gathered again, PIECE_ENTRIES at a time, into `piece`.
MERCER_INLINE double squared_errors_in_pieces(const mercer_als_problem *problem, long long first, long long end,
                                              const float *x, int factors, float *piece) {
    double sum = 0;
    for (long long start = first; start < end; start += PIECE_ENTRIES) {
        const long long stop = start + PIECE_ENTRIES < end ? start + PIECE_ENTRIES : end;
        gather(problem, start, stop, end, factors, piece);
        sum += squared_errors(problem, start, stop, piece, x, factors);
    }
    return sum;
}

/// The next 64-byte boundary, so that no vector of a scratch row straddles two cache lines.
MERCER_INLINE float *aligned_scratch(float *scratch) {
    return (float *)(((unsigned long)scratch + 63) / 64 * 64);
}
