// Alternating least squares: both solvers, all objectives, rows of no entry to more than a block holds.
#include "kernel_bits.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 90, OTHERS = 2500 };

static const int lengths[] = {0, 1, 15, 16, 17, 0, 3, 64, 200, 1500, 2100, 4};

/// How weights enter the equations; see mercer_als.h.
typedef struct {
    const char *name;
    float quadratic_offset, quadratic_scale, target_offset, target_scale;
    int has_gram;
} objective;

static const objective objectives[] = {
    {"confidence", 0, 2, 1, 2, 1}, {"ials", 0, 1, 0, 1, 1}, {"explicit", 1, 0, -1.5f, 1, 0}};

/// The entries of all rows; some weights are far from the others, so that their rows need double precision.
static mercer_sparse_rows entries(int far_apart) {
    long *offsets = aligned_zeros((ROWS + 1) * (long long)sizeof(long));
    for (int row = 0; row < ROWS; row++)
        offsets[row + 1] = offsets[row] + (row < (int)(sizeof lengths / sizeof *lengths) ? lengths[row] : 5);
    float *weights = random_floats(2, offsets[ROWS], 0.5f, 4.5f);
    for (long entry = 0; far_apart && entry < offsets[ROWS]; entry += 7)
        weights[entry] *= 1e7f;
    return (mercer_sparse_rows){offsets, random_ints(3, offsets[ROWS], OTHERS), weights};
}

/// 0.3 · YᵀY, summed in one order.
static float *gram_of(const float *other, int factors) {
    float *gram = aligned_zeros((long long)factors * factors * (long long)sizeof(float));
    double *sums = aligned_zeros((long long)factors * factors * (long long)sizeof(double));
    for (long row = 0; row < OTHERS; row++)
        for (int i = 0; i < factors; i++)
            for (int k = 0; k < factors; k++)
                sums[(long)i * factors + k] += (double)other[row * factors + i] * other[row * factors + k];
    for (long i = 0; i < (long)factors * factors; i++)
        gram[i] = (float)(0.3 * sums[i]);
    return gram;
}

static void solve_both_ways(const mercer_kernels *kernels, const mercer_als_problem *problem, const char *shape) {
    const int factors = problem->factors;
    const long long size = (long long)ROWS * factors;
    const long long cg = mercer_als_cg_scratch(factors), exact = mercer_als_exact_scratch(factors);
    // Not zero: nothing may depend on what an earlier range left behind.
    float *scratch = random_floats(9, cg > exact ? cg : exact, -1e30f, 1e30f);
    float *rows = random_floats(4, size, -0.2f, 0.2f);
    double value = 0;
    kernels->als_cg(problem, 0, ROWS, 3, rows, 1, &value, scratch);
    print_floats("als_cg", shape, rows, size);
    print_double("als_cg, value", shape, value);
    long long failed = -1;
    value = 0;
    const int info = kernels->als_exact(problem, 0, ROWS, rows, 1, &value, scratch, &failed);
    print_floats("als_exact", shape, rows, size);
    print_double("als_exact, value", shape, value);
    print_double("als_exact, info", shape, info * 1000.0 + (double)failed);
}

static void solve(const mercer_kernels *kernels, const objective *objective, int factors, int far_apart) {
    char shape[64];
    snprintf(shape, sizeof shape, "%d factors, %s%s", factors, objective->name, far_apart ? ", far apart" : "");
    float *other = random_floats((unsigned long long)factors, (long long)OTHERS * factors, -0.2f, 0.2f);
    mercer_als_problem problem = {
        .observed = entries(far_apart),
        .other = other,
        .other_bias = objective->has_gram ? NULL : random_floats(6, OTHERS, 0, 1),
        .gram = objective->has_gram ? gram_of(other, factors) : NULL,
        .regularization = random_floats(7, ROWS, 0.1f, 1),
        .quadratic_offset = objective->quadratic_offset,
        .quadratic_scale = objective->quadratic_scale,
        .target_offset = objective->target_offset,
        .target_scale = objective->target_scale,
        .factors = factors,
    };
    solve_both_ways(kernels, &problem, shape);
}

void als_bits(const mercer_kernels *kernels) {
    static const int factors[] = {1, 15, 16, 17, 32, 33, 48, 64, 65, 128, 130, 256};
    for (unsigned f = 0; f < sizeof factors / sizeof *factors; f++) {
        for (unsigned o = 0; o < sizeof objectives / sizeof *objectives; o++)
            solve(kernels, &objectives[o], factors[f], 0);
        solve(kernels, &objectives[0], factors[f], 1);
    }
}
