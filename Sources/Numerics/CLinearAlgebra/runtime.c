// Questions to the loaded BLAS and to the processor.
#include "CLinearAlgebra.h"
#include <cblas.h>

void mercer_blas_set_threads(int count) {
    openblas_set_num_threads(count);
}

int mercer_blas_threads(void) {
    return openblas_get_num_threads();
}

const char *mercer_blas_core(void) {
    return openblas_get_corename();
}

const char *mercer_blas_config(void) {
    return openblas_get_config();
}

int mercer_processor_features(void) {
    int features = 0;
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        features |= MERCER_PROCESSOR_AVX2_FMA;
    // The four extensions OpenBLAS's SkylakeX kernels need beyond the foundation.
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl"))
        features |= MERCER_PROCESSOR_AVX512;
#endif
    return features;
}
