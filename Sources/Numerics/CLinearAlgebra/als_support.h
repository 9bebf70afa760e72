// What both ALS kernels share: the coefficients of an entry and copies of scattered rows.
#pragma once

#include "CLinearAlgebra.h"
#include "kernel_support.h"

/// How many entries ahead their rows are asked for; covers the latency of main memory at 64 factors.
#define MERCER_PREFETCH_DISTANCE 12

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

/// Copies the other side's rows of entries first ..< end, one padded row after another; prefetches up to `limit`.
MERCER_INLINE void gather(const mercer_als_problem *problem, long long first, long long end, long long limit,
                          int factors, float *restrict into) {
    const int *columns = problem->observed.columns;
    for (long long entry = first; entry < end; entry++) {
        if (entry + MERCER_PREFETCH_DISTANCE < limit) {
            const float *next = problem->other + (long long)columns[entry + MERCER_PREFETCH_DISTANCE] * factors;
            for (int k = 0; k < factors; k += MERCER_LANES)
                __builtin_prefetch(next + k);
        }
        copy_padded(into, problem->other + (long long)columns[entry] * factors, factors);
        into += padded(factors);
    }
}

/// The next 64-byte boundary, so that no vector of a scratch row straddles two cache lines.
MERCER_INLINE float *aligned_scratch(float *scratch) {
    return (float *)(((unsigned long)scratch + 63) / 64 * 64);
}
