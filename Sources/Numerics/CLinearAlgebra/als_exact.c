// Alternating least squares by Cholesky: forms the normal equations of one row at a time and solves them.
#include "als_support.h"

/// Entries whose rows of Y are multiplied in one ssyrk; large enough for its packing to pay.
#define PANEL_ENTRIES 256

long long mercer_als_exact_scratch(int factors) {
    long long panel = (long long)PANEL_ENTRIES * padded(factors);
    return panel + padded(factors) + (long long)factors * factors + MERCER_LANES;
}

/// The lower triangle of A = G + λI.
MERCER_INLINE void start_matrix(const mercer_als_problem *problem, float lambda, float *matrix) {
    const int factors = problem->factors;
    for (int row = 0; row < factors; row++) {
        float *into = matrix + (long)row * factors;
        const unsigned long size = sizeof(float) * (unsigned long)(row + 1);
        // A condition per element would become masked loads from a null G, which the processor handles by microcode.
        if (problem->gram)
            __builtin_memcpy(into, problem->gram + (long)row * factors, size);
        else
            __builtin_memset(into, 0, size);
        into[row] += lambda;
    }
}

/// side += Σ b·y over entries first ..< end, whose padded rows lie in `panel`; each row is then scaled by √a, so
/// that the panel's Gram matrix is Σ a·y·yᵀ. A negative a becomes NaN here and a failed pivot later.
MERCER_INLINE void add_targets(const mercer_als_problem *problem, long long first, long long end, float *panel,
                               float *side) {
    const int stride = padded(problem->factors), width = stride / MERCER_LANES;
    for (long long entry = first; entry < end; entry++, panel += stride) {
        const float goal = target(problem, entry), scale = __builtin_sqrtf(quadratic(problem, entry));
        for (int i = 0; i < width; i++) {
            *lanes(side, i) += goal * *const_lanes(panel, i);
            *lanes(panel, i) *= scale;
        }
    }
}

/// Forms A and b of a row: the lower triangle in `matrix`, b in `side`.
MERCER_INLINE void form_row(const mercer_als_problem *problem, long long row, float *panel, float *matrix,
                            float *side) {
    const int factors = problem->factors, stride = padded(factors);
    const long long end = problem->observed.offsets[row + 1];
    start_matrix(problem, problem->regularization[row], matrix);
    __builtin_memset(side, 0, sizeof(float) * (unsigned long)stride);
    for (long long first = problem->observed.offsets[row]; first < end; first += PANEL_ENTRIES) {
        long long stop = first + PANEL_ENTRIES < end ? first + PANEL_ENTRIES : end;
        gather(problem, first, stop, end, factors, panel);
        add_targets(problem, first, stop, panel, side);
        mercer_ssyrk_lower((int)(stop - first), factors, 1, panel, stride, 1, matrix, factors);
    }
}

MERCER_KERNEL int mercer_als_exact(const mercer_als_problem *problem, long long first_row, long long row_count,
                                   float *rows, float *scratch, long long *failed_row) {
    const int factors = problem->factors;
    float *panel = aligned_scratch(scratch);
    float *side = panel + (long long)PANEL_ENTRIES * padded(factors);
    float *matrix = side + padded(factors);
    for (long long row = first_row; row < first_row + row_count; row++) {
        float *into = rows + row * factors;
        if (problem->observed.offsets[row] == problem->observed.offsets[row + 1]) {
            __builtin_memset(into, 0, sizeof(float) * (unsigned long)factors);
            continue;
        }
        form_row(problem, row, panel, matrix, side);
        int info = mercer_sposv(factors, 1, matrix, factors, side);
        if (info != 0) {
            *failed_row = row;
            return info;
        }
        __builtin_memcpy(into, side, sizeof(float) * (unsigned long)factors);
    }
    return 0;
}
