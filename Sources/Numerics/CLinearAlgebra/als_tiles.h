// Dense products of small tiles: what the normal equations, their factorisation and the Gram products are made of.
//
// A tile of the result stays in registers while both operands stream by: for each step of the depth, `vectors` vectors
// of one row of the matrix are loaded once and each of `rows` scalars is spread over a vector and multiplied. Tile
// shapes are literals at every call, so that the compiler unrolls everything and the sums never leave the registers.
#pragma once

#include "kernel_support.h"

/// Rows × vectors of a tile, and the vectors of one that has one or two rows: as many sums as the processor's registers
/// hold, with room for the operands.
typedef struct {
    int rows, vectors, row_vectors;
} tile_shape;

/// 32 registers of a whole v16 each.
#define MERCER_WIDE_TILE ((tile_shape){8, 3, 6})
/// Registers of a half or a quarter v16.
#define MERCER_NARROW_TILE ((tile_shape){4, 1, 2})

/// Scalars s(row, k) at row · row_step + k · depth_step.
typedef struct {
    const float *at;
    long row_step, depth_step;
} tile_scalars;

/// result[row][vector] += sign · Σ_k s(row, k) · matrix[k][vector], k in 0 ..< depth; row strides in floats.
MERCER_INLINE void add_tile(int rows, int vectors, float sign, long depth, tile_scalars scalars,
                            const float *restrict matrix, long stride, float *restrict result, long result_stride) {
    v16 sums[8][6];
    for (int row = 0; row < rows; row++) {
        for (int i = 0; i < vectors; i++)
            sums[row][i] = *const_lanes(result + row * result_stride, i);
    }
    for (long k = 0; k < depth; k++) {
        v16 loaded[6];
        for (int i = 0; i < vectors; i++)
            loaded[i] = *const_lanes(matrix + k * stride, i);
        for (int row = 0; row < rows; row++) {
            const float scalar = sign * scalars.at[row * scalars.row_step + k * scalars.depth_step];
            for (int i = 0; i < vectors; i++)
                sums[row][i] += scalar * loaded[i];
        }
    }
    for (int row = 0; row < rows; row++) {
        for (int i = 0; i < vectors; i++)
            *lanes(result + row * result_stride, i) = sums[row][i];
    }
}

/// `add_tile` over `width` vectors, at most `most` at a time, which is a literal up to 6. Four vectors are two and two
/// where three is the most: a single one would wait for its own sums.
MERCER_INLINE void add_strip(int rows, int most, float sign, int width, long depth, tile_scalars scalars,
                             const float *matrix, long stride, float *result, long result_stride) {
    int i = 0;
    for (; width - i >= most && !(most == 3 && width - i == 4); i += most)
        add_tile(rows, most, sign, depth, scalars, matrix + i * MERCER_LANES, stride, result + i * MERCER_LANES,
                 result_stride);
        // Literals again: the counts that `most` has excluded disappear.
#define MERCER_STRIP_REST(count)                                                                                       \
    for (; most > count && width - i >= count; i += count)                                                             \
    add_tile(rows, count, sign, depth, scalars, matrix + i * MERCER_LANES, stride, result + i * MERCER_LANES,          \
             result_stride)
    MERCER_STRIP_REST(5);
    MERCER_STRIP_REST(4);
    MERCER_STRIP_REST(3);
    MERCER_STRIP_REST(2);
    MERCER_STRIP_REST(1);
#undef MERCER_STRIP_REST
}

/// Sums the lanes of four vectors at once; lanes 4k … 4k + 3 of the result all hold the sum of vector k.
MERCER_INLINE void sum_lanes_of_four(const v16 sums[4], v16 *result) {
    v16 low = __builtin_shufflevector(sums[0], sums[1], 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23) +
              __builtin_shufflevector(sums[0], sums[1], 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31);
    v16 high = __builtin_shufflevector(sums[2], sums[3], 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23) +
               __builtin_shufflevector(sums[2], sums[3], 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31);
    v16 all = __builtin_shufflevector(low, high, 0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27) +
              __builtin_shufflevector(low, high, 4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23, 28, 29, 30, 31);
    all += __builtin_shufflevector(all, all, 2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13);
    all += __builtin_shufflevector(all, all, 1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14);
    *result = all;
}
