// The alternating-least-squares kernels as built for processors older than the one that runs the tests. The program
// picks a build by the processor, so without these the others would never be tested.
#pragma once

#include "CLinearAlgebra.h"

/// Whether this processor runs the kernels built for x86-64-v3 (AVX2 with FMA).
int mercer_runs_v3(void);

#define MERCER_DECLARE_VARIANT(name)                                                                                   \
    void mercer_als_cg_##name(const mercer_als_problem *problem, long long first_row, long long row_count, int steps,  \
                              float *rows, int measuring, double *value, float *scratch);                              \
    int mercer_als_exact_##name(const mercer_als_problem *problem, long long first_row, long long row_count,           \
                                float *rows, int measuring, double *value, float *scratch, long long *failed_row)

MERCER_DECLARE_VARIANT(v3);
MERCER_DECLARE_VARIANT(baseline);
