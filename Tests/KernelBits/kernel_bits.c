// Runs every kernel on seeded input and prints a digest of the bits it wrote, a line for each case. Two builds of the
// same source that print the same lines compute the same bits; Scripts/check-neon.sh compares NEON's with AVX2's, which
// the tests hold against slow twins.
#include "kernel_bits.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

unsigned long long next_bits(bits_random *random) {
    unsigned long long bits = random->state += 0x9E3779B97F4A7C15ull;
    bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9ull;
    bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EBull;
    return bits ^ (bits >> 31);
}

float next_float(bits_random *random, float low, float high) {
    // A power of two times 24 bits: exact, so no processor rounds it otherwise.
    const float unit = (float)(next_bits(random) >> 40) * 0x1p-24f;
    return fmaf(unit, high - low, low);
}

int next_int(bits_random *random, int bound) {
    return (int)(next_bits(random) % (unsigned long long)bound);
}

void *aligned_zeros(long long bytes) {
    const unsigned long size = ((unsigned long)bytes + 127) / 64 * 64;
    void *memory = aligned_alloc(64, size);
    if (!memory)
        abort();
    return memset(memory, 0, size);
}

float *random_floats(unsigned long long seed, long long count, float low, float high) {
    bits_random random = {seed};
    float *values = aligned_zeros(count * (long long)sizeof(float));
    for (long long i = 0; i < count; i++)
        values[i] = next_float(&random, low, high);
    return values;
}

int *random_ints(unsigned long long seed, long long count, int bound) {
    bits_random random = {seed};
    int *values = aligned_zeros(count * (long long)sizeof(int));
    for (long long i = 0; i < count; i++)
        values[i] = next_int(&random, bound);
    return values;
}

/// FNV-1a.
static unsigned long long digest(const void *bytes, long long size) {
    unsigned long long hash = 0xCBF29CE484222325ull;
    for (long long i = 0; i < size; i++)
        hash = (hash ^ ((const unsigned char *)bytes)[i]) * 0x100000001B3ull;
    return hash;
}

void print_floats(const char *kernel, const char *shape, const float *values, long long count) {
    double sum = 0;
    for (long long i = 0; i < count; i++)
        sum += values[i];
    printf("%-20s %-44s %016llx %.9g\n", kernel, shape, digest(values, count * (long long)sizeof(float)), sum);
}

void print_double(const char *kernel, const char *shape, double value) {
    printf("%-20s %-44s %016llx %.17g\n", kernel, shape, digest(&value, sizeof value), value);
}

void print_bytes(const char *kernel, const char *shape, const void *bytes, long long size) {
    printf("%-20s %-44s %016llx\n", kernel, shape, digest(bytes, size));
}

/// In place of LAPACK's, which the kernels need for systems in double precision: textbook Cholesky, lower triangle.
int mercer_dpotrf(int order, double *a, int lead) {
#pragma STDC FP_CONTRACT OFF
    for (int row = 0; row < order; row++) {
        for (int column = 0; column <= row; column++) {
            double rest = a[(long)row * lead + column];
            for (int k = 0; k < column; k++)
                rest -= a[(long)row * lead + k] * a[(long)column * lead + k];
            if (row == column && !(rest > 0))
                return row + 1;
            a[(long)row * lead + column] = row == column ? sqrt(rest) : rest / a[(long)column * lead + column];
        }
    }
    return 0;
}

int main(void) {
    const mercer_kernels kernels = MERCER_KERNELS_UNDER_TEST();
    als_bits(&kernels);
    sgd_bits(&kernels);
    rank_bits(&kernels);
    return 0;
}
