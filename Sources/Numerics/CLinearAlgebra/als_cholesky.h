// Cholesky factorisation and solve of one system, blocked by vectors: A = Uᵀ·U, Uᵀ·z = b, U·x = z.
//
// LAPACK's routines spend more time on their way in than on a system of 64; this one works in registers. The upper
// triangle of A lies in rows of whole vectors, whose padding is a unit matrix. For each sixteen rows I:
//
//     A[I, J] −= U[K, I]ᵀ · U[K, J]    for all K before I and J from I on, by tiles
//     A[I, I]  = U[I, I]ᵀ · U[I, I]    pivot by pivot in registers; V = U[I, I]⁻ᵀ comes with it
//     U[I, J]  = U[I, I]⁻ᵀ · A[I, J]   by substitution
//
// and backwards x[I] = Vᵀ · (z[I] − Σ_J U[I, J] · x[J]).
#pragma once

#include "als_tiles.h"

/// Share of its diagonal element below which a pivot has lost its digits, in single precision.
#define MERCER_PIVOT_SHARE 0x1p-17f

/// One system; see above.
typedef struct {
    int width;                       ///< vectors of a row
    float *restrict matrix;          ///< A, then U: 16 · width rows of as many floats
    float *restrict side;            ///< b, then z
    float *restrict solution;        ///< x
    float *restrict inverses;        ///< V of each block: width × 16 × 16
    float reciprocals[MERCER_LANES]; ///< 1 / pivots of the block at hand
} cholesky_system;

/// Replaces A[I, I] by U[I, I] and b[I] by z[I], whose chains of dependent steps run side by side. Returns 0, or the
/// one-based place of the first pivot that is not above its share of the diagonal.
MERCER_INLINE int factor_diagonal(cholesky_system *system, float *restrict block, float *restrict side) {
    const long stride = (long)system->width * MERCER_LANES;
    const float *shares = system->solution + (block - system->matrix) % stride;
    v16 rows[MERCER_LANES], rest = *const_lanes(side, 0);
#pragma clang loop unroll(full)
    for (int k = 0; k < MERCER_LANES; k++)
        rows[k] = *const_lanes(block + k * stride, 0);
    int failed = 0;
#pragma clang loop unroll(full)
    for (int k = 0; k < MERCER_LANES; k++) {
        const float pivot = rows[k][k];
        if (!(pivot > shares[k]) && !failed)
            failed = k + 1;
        const float reciprocal = 1 / __builtin_sqrtf(pivot);
        system->reciprocals[k] = reciprocal;
        rows[k] *= reciprocal;
        const float z = rest[k] * reciprocal;
        side[k] = z;
        rest -= z * rows[k];
#pragma clang loop unroll(full)
        for (int i = k + 1; i < MERCER_LANES; i++)
            rows[i] -= rows[k][i] * rows[k];
    }
#pragma clang loop unroll(full)
    for (int k = 0; k < MERCER_LANES; k++)
        *lanes(block + k * stride, 0) = rows[k];
    return failed;
}

/// columns = U[I, I]⁻ᵀ · columns, sixteen rows of one vector, given the factored block.
MERCER_INLINE void substitute(const cholesky_system *system, const float *restrict block, v16 columns[MERCER_LANES]) {
    const long stride = (long)system->width * MERCER_LANES;
#pragma clang loop unroll(full)
    for (int k = 0; k < MERCER_LANES; k++) {
        columns[k] *= system->reciprocals[k];
#pragma clang loop unroll(full)
        for (int i = k + 1; i < MERCER_LANES; i++)
            columns[i] -= block[k * stride + i] * columns[k];
    }
}

/// The rest of row block I after its diagonal: U[I, J], z's share in b[J], and V.
MERCER_INLINE void finish_block_row(cholesky_system *system, int index, tile_shape tile) {
    const long stride = (long)system->width * MERCER_LANES;
    float *restrict block = system->matrix + index * MERCER_LANES * (stride + 1);
    v16 columns[MERCER_LANES];
    for (int j = 1; j < system->width - index; j++) {
        float *restrict right = block + j * MERCER_LANES;
#pragma clang loop unroll(full)
        for (int k = 0; k < MERCER_LANES; k++)
            columns[k] = *const_lanes(right + k * stride, 0);
        substitute(system, block, columns);
#pragma clang loop unroll(full)
        for (int k = 0; k < MERCER_LANES; k++)
            *lanes(right + k * stride, 0) = columns[k];
    }
    const tile_scalars solved = {system->side + index * MERCER_LANES, 0, 1};
    add_strip(1, tile.row_vectors, -1, system->width - index - 1, MERCER_LANES, solved, block + MERCER_LANES, stride,
              system->side + (index + 1) * MERCER_LANES, 0);
#pragma clang loop unroll(full)
    for (int k = 0; k < MERCER_LANES; k++) {
        columns[k] = (v16){0};
        columns[k][k] = 1;
    }
    substitute(system, block, columns);
#pragma clang loop unroll(full)
    for (int k = 0; k < MERCER_LANES; k++)
        *lanes(system->inverses + (index * MERCER_LANES + k) * MERCER_LANES, 0) = columns[k];
}

/// x[I] = Vᵀ · (z[I] − Σ_J U[I, J] · x[J]), J after I.
MERCER_INLINE void substitute_back(cholesky_system *system, int index) {
    const long stride = (long)system->width * MERCER_LANES;
    const float *block = system->matrix + index * MERCER_LANES * (stride + 1);
    const float *z = system->side + index * MERCER_LANES;
    const float *inverse = system->inverses + index * MERCER_LANES * MERCER_LANES;
    float *solution = system->solution + index * MERCER_LANES;
    v16 total = {0};
#pragma clang loop unroll(full)
    for (int row = 0; row < MERCER_LANES; row += 4) {
        v16 sums[4] = {{0}, {0}, {0}, {0}}, dots;
        for (int j = 1; j < system->width - index; j++) {
            for (int i = 0; i < 4; i++)
                sums[i] += *const_lanes(block + (row + i) * stride, j) * *const_lanes(solution, j);
        }
        sum_lanes_of_four(sums, &dots);
        for (int i = 0; i < 4; i++)
            total += (z[row + i] - dots[4 * i]) * *const_lanes(inverse, row + i);
    }
    *lanes(solution, 0) = total;
}

/// Factorises and solves. Returns 0, or the one-based place of a pivot that is too small, negative or no number; then
/// `matrix`, `side` and `solution` hold nothing of use. Leaves z in `side`: b·x is z·z. O(n³/3).
MERCER_INLINE int solve_system(cholesky_system *system, tile_shape tile) {
    const long stride = (long)system->width * MERCER_LANES;
    for (long k = 0; k < stride; k++)
        system->solution[k] = MERCER_PIVOT_SHARE * system->matrix[k * (stride + 1)];
    for (int index = 0; index < system->width; index++) {
        const long first = index * MERCER_LANES;
        float *block = system->matrix + first * (stride + 1);
        for (int row = 0; row < MERCER_LANES && index > 0; row += tile.rows)
            add_strip(tile.rows, tile.vectors, -1, system->width - index, first,
                      (tile_scalars){system->matrix + first + row, 1, stride}, system->matrix + first, stride,
                      block + row * stride, stride);
        int failed = factor_diagonal(system, block, system->side + first);
        if (failed)
            return (int)first + failed;
        finish_block_row(system, index, tile);
    }
    for (int index = system->width - 1; index >= 0; index--)
        substitute_back(system, index);
    return 0;
}
