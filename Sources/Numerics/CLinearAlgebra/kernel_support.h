// What the kernels share: explicit 16-lane vectors and one build of each kernel per processor generation.
//
// The width is written out instead of left to the vectoriser, so that the order of every sum is fixed by the source.
// Helpers take vectors by address: passing them by value would change the calling convention between processor
// versions. All helpers are inlined into the multi-versioned function that calls them.
#pragma once

#if defined(MERCER_KERNEL)
// The tests build each generation by itself.
#elif defined(__x86_64__)
/// One copy per generation (AVX-512, AVX2 with FMA, baseline), chosen when the program is loaded.
#define MERCER_KERNEL __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
/// Likewise for a kernel whose source differs between wide vectors and others; it asks MERCER_HAS_WIDE_VECTORS.
#define MERCER_WIDE_KERNEL __attribute__((target("arch=x86-64-v4"), min_vector_width(512)))
#define MERCER_NARROW_KERNEL __attribute__((target_clones("arch=x86-64-v3", "default")))
#define MERCER_HAS_WIDE_VECTORS __builtin_cpu_supports("x86-64-v4")
#define MERCER_HAS_V3 __builtin_cpu_supports("x86-64-v3")
#else
#define MERCER_KERNEL
#define MERCER_WIDE_KERNEL
#define MERCER_NARROW_KERNEL
#define MERCER_HAS_WIDE_VECTORS 0
#endif

#define MERCER_INLINE static inline __attribute__((always_inline))

/// Lanes of a vector; scratch rows are padded with zeros to a multiple of it.
#define MERCER_LANES 16

/// Sixteen floats at any float address.
typedef float v16 __attribute__((vector_size(64), aligned(4)));

/// The address of lanes 16·i … 16·i + 15 of a row.
MERCER_INLINE v16 *lanes(float *row, int i) {
    return (v16 *)(row + (long)i * MERCER_LANES);
}

/// Read-only `lanes`.
MERCER_INLINE const v16 *const_lanes(const float *row, int i) {
    return (const v16 *)(row + (long)i * MERCER_LANES);
}

/// Adds the lanes of a vector pairwise: 8 + 8, 4 + 4, 2 + 2, 1 + 1.
MERCER_INLINE float sum_lanes(const v16 *vector) {
    typedef float v8 __attribute__((vector_size(32)));
    typedef float v4 __attribute__((vector_size(16)));
    v8 eight = __builtin_shufflevector(*vector, *vector, 0, 1, 2, 3, 4, 5, 6, 7) +
               __builtin_shufflevector(*vector, *vector, 8, 9, 10, 11, 12, 13, 14, 15);
    v4 four = __builtin_shufflevector(eight, eight, 0, 1, 2, 3) + __builtin_shufflevector(eight, eight, 4, 5, 6, 7);
    return (four[0] + four[2]) + (four[1] + four[3]);
}

/// Factors rounded up to whole vectors: the stride of padded scratch rows.
MERCER_INLINE int padded(int factors) {
    return (factors + MERCER_LANES - 1) / MERCER_LANES * MERCER_LANES;
}
