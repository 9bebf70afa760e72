// Vector kernels: sums of vectors and of squares.
#include "CLinearAlgebra.h"
#include "kernel_support.h"

typedef double d16 __attribute__((vector_size(128), aligned(8)));

MERCER_KERNEL void mercer_axpy(float alpha, const float *x, float *y, long long count) {
    long long i = 0;
    for (; i + MERCER_LANES <= count; i += MERCER_LANES)
        *lanes(y + i, 0) += alpha * *const_lanes(x + i, 0);
    for (; i < count; i++)
        y[i] += alpha * x[i];
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
