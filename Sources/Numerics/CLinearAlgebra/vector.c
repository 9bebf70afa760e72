// Vector kernels: dot, axpy, scale and norms.
#include "CLinearAlgebra.h"
#include "kernel_support.h"

typedef double d16 __attribute__((vector_size(128), aligned(8)));

MERCER_KERNEL float mercer_dot(const float *a, const float *b, long long count) {
    v16 sums = {0};
    long long i = 0;
    for (; i + MERCER_LANES <= count; i += MERCER_LANES)
        sums += *const_lanes(a + i, 0) * *const_lanes(b + i, 0);
    float tail = 0;
    for (; i < count; i++)
        tail += a[i] * b[i];
    return sum_lanes(&sums) + tail;
}

MERCER_KERNEL void mercer_axpy(float alpha, const float *x, float *y, long long count) {
    long long i = 0;
    for (; i + MERCER_LANES <= count; i += MERCER_LANES)
        *lanes(y + i, 0) += alpha * *const_lanes(x + i, 0);
    for (; i < count; i++)
        y[i] += alpha * x[i];
}

MERCER_KERNEL void mercer_scale(float alpha, float *x, long long count) {
    long long i = 0;
    for (; i + MERCER_LANES <= count; i += MERCER_LANES)
        *lanes(x + i, 0) *= alpha;
    for (; i < count; i++)
        x[i] *= alpha;
}

float mercer_squared_norm(const float *x, long long count) {
    return mercer_dot(x, x, count);
}

MERCER_KERNEL double mercer_sum_of_squares(const float *x, long long count) {
    d16 sums = {0};
    long long i = 0;
    for (; i + MERCER_LANES <= count; i += MERCER_LANES) {
        d16 wide = __builtin_convertvector(*const_lanes(x + i, 0), d16);
        sums += wide * wide;
    }
    double total = 0;
    for (int lane = 0; lane < MERCER_LANES; lane++)
        total += sums[lane];
    for (; i < count; i++)
        total += (double)x[i] * x[i];
    return total;
}
