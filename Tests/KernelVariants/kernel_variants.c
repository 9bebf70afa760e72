#include "kernel_variants.h"

#define DECLARE(name) __typeof__(mercer_##name) mercer_##name##_v3, mercer_##name##_baseline;
#define CHOSEN(name) .name = mercer_##name,
#define V3(name) .name = mercer_##name##_v3,
#define BASELINE(name) .name = mercer_##name##_baseline,

MERCER_EACH_KERNEL(DECLARE)

mercer_kernels mercer_kernels_chosen(void) {
    return (mercer_kernels){MERCER_EACH_KERNEL(CHOSEN)};
}

mercer_kernels mercer_kernels_v3(void) {
    return (mercer_kernels){MERCER_EACH_KERNEL(V3)};
}

mercer_kernels mercer_kernels_baseline(void) {
    return (mercer_kernels){MERCER_EACH_KERNEL(BASELINE)};
}

int mercer_runs_v3(void) {
#if defined(__x86_64__)
    return __builtin_cpu_supports("x86-64-v3") != 0;
#else
    return 1;
#endif
}
