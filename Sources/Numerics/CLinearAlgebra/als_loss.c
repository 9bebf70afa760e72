// The observed part of an alternating-least-squares objective, where the solver does not bring it along.
#include "als_support.h"

/// x · y: whole vectors, then what is left over.
MERCER_INLINE float dot_rows(const float *x, const float *y, int factors) {
    const int whole = factors / MERCER_LANES;
    v16 sums = {0};
    for (int i = 0; i < whole; i++)
        sums += *const_lanes(x, i) * *const_lanes(y, i);
    float tail = 0;
    for (int k = whole * MERCER_LANES; k < factors; k++)
        tail += x[k] * y[k];
    return sum_lanes(&sums) + tail;
}

/// Asks for the other side's row of an entry some entries ahead.
MERCER_INLINE void prefetch_entry(const mercer_als_problem *problem, long long entry, long long limit, int factors) {
    if (entry >= limit)
        return;
    const float *next = problem->other + (long long)problem->observed.columns[entry] * factors;
    for (int k = 0; k < factors; k += MERCER_LANES)
        __builtin_prefetch(next + k);
}

MERCER_KERNEL double mercer_als_observed_loss(const mercer_als_problem *problem, long long first_row,
                                              long long row_count, const float *rows) {
    const int factors = problem->factors;
    const long *offsets = problem->observed.offsets;
    const long long limit = offsets[first_row + row_count];
    double sum = 0;
    for (long long row = first_row; row < first_row + row_count; row++) {
        for (long long entry = offsets[row]; entry < offsets[row + 1]; entry++) {
            prefetch_entry(problem, entry + MERCER_PREFETCH_DISTANCE, limit, factors);
            const float *y = problem->other + (long long)problem->observed.columns[entry] * factors;
            const double product = dot_rows(rows + row * factors, y, factors), goal = target(problem, entry);
            sum += problem->gram ? (quadratic(problem, entry) * product - 2 * goal) * product + goal
                                 : (goal - product) * (goal - product);
        }
    }
    return sum;
}
