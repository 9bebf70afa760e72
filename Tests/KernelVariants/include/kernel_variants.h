// The multi-versioned kernels as built for processors older than the one that runs the tests. The program picks a build
// by the processor, so without these the others would never be tested.
#pragma once

#include "CLinearAlgebra.h"

/// Calls `each` with the name of every multi-versioned kernel, without its prefix.
#define MERCER_EACH_KERNEL(each)                                                                                       \
    each(als_cg) each(als_exact) each(rank_survivors) each(score_panels) each(dot_pairs) each(scan_above)              \
        each(count_above) each(sgd_sweep_squared) each(sgd_sweep_logistic) each(sgd_sweep_bpr) each(sgd_squared_error) \
            each(sgd_predict) each(sgd_refresh_squares) each(axpy) each(sum_of_squares)

#define MERCER_KERNEL_FIELD(name) __typeof__(mercer_##name) *name;

/// One build of all of them.
typedef struct {
    MERCER_EACH_KERNEL(MERCER_KERNEL_FIELD)
} mercer_kernels;

/// What the program runs on this processor.
mercer_kernels mercer_kernels_chosen(void);
/// What it runs where there are AVX2 and FMA and no AVX-512 (x86-64-v3).
mercer_kernels mercer_kernels_v3(void);
/// What it runs on any other processor of the family.
mercer_kernels mercer_kernels_baseline(void);

/// Whether this processor runs the kernels built for x86-64-v3.
int mercer_runs_v3(void);
