// What the parts of this program share: seeded inputs, and digests of what a kernel wrote.
#pragma once

#include "kernel_variants.h"

/// A stream of random numbers (SplitMix64), the same on every processor.
typedef struct {
    unsigned long long state;
} bits_random;

unsigned long long next_bits(bits_random *random);
/// Uniform in [low, high).
float next_float(bits_random *random, float low, float high);
/// Uniform in 0 ..< bound.
int next_int(bits_random *random, int bound);

/// `count` floats, or ints, of random content; freed by nobody, as the program is short.
float *random_floats(unsigned long long seed, long long count, float low, float high);
int *random_ints(unsigned long long seed, long long count, int bound);
/// Zeroed memory on a 64-byte line.
void *aligned_zeros(long long bytes);

/// Prints a line with the digest of `bytes` and their sum as floats, which shows how far apart two builds are.
void print_floats(const char *kernel, const char *shape, const float *values, long long count);
void print_double(const char *kernel, const char *shape, double value);
void print_bytes(const char *kernel, const char *shape, const void *bytes, long long size);

void als_bits(const mercer_kernels *kernels);
void sgd_bits(const mercer_kernels *kernels);
void rank_bits(const mercer_kernels *kernels);
