// What the sweeps of stochastic gradient descent share: four visits at a time, lane x of a vector belonging to visit x.
#pragma once
#include "kernel_support.h"

typedef float v4 __attribute__((vector_size(16)));
typedef float v8 __attribute__((vector_size(32)));
typedef int i4 __attribute__((vector_size(16)));
typedef int i16 __attribute__((vector_size(64)));
typedef double d4 __attribute__((vector_size(32)));

/// Sixteen floats on a 64-byte line, as padded rows lie.
typedef float line __attribute__((vector_size(64)));

/// Four rows of each of two sides: lanes 0–3 and 4–7.
typedef struct {
    v8 bias, factor_sum, bias_sum, square;
} row_states;

/// How four rows of each of two sides move: row = keep·row + step·opposite.
typedef struct {
    v8 keep, step;
} row_moves;

#define LOW(v) __builtin_shufflevector(v, v, 0, 1, 2, 3)
#define HIGH(v) __builtin_shufflevector(v, v, 4, 5, 6, 7)
#define LOW8(v) __builtin_shufflevector(v, v, 0, 1, 2, 3, 4, 5, 6, 7)
#define HIGH8(v) __builtin_shufflevector(v, v, 8, 9, 10, 11, 12, 13, 14, 15)
#define JOIN4(a, b) __builtin_shufflevector(a, b, 0, 1, 2, 3, 4, 5, 6, 7)
#define JOIN8(a, b) __builtin_shufflevector(a, b, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
#define TRANSPOSE(v) __builtin_shufflevector(v, v, 0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15)

/// The sums over the lanes of four vectors, each summed in the order of `sum_lanes`' halves.
MERCER_INLINE void sum_four(const line *sums, v4 *result) {
    v8 a = LOW8(sums[0]) + HIGH8(sums[0]), b = LOW8(sums[1]) + HIGH8(sums[1]);
    v8 c = LOW8(sums[2]) + HIGH8(sums[2]), d = LOW8(sums[3]) + HIGH8(sums[3]);
    v8 ab = __builtin_shufflevector(a, b, 0, 8, 1, 9, 4, 12, 5, 13) +
            __builtin_shufflevector(a, b, 2, 10, 3, 11, 6, 14, 7, 15);
    v8 cd = __builtin_shufflevector(c, d, 0, 8, 1, 9, 4, 12, 5, 13) +
            __builtin_shufflevector(c, d, 2, 10, 3, 11, 6, 14, 7, 15);
    v8 all = __builtin_shufflevector(ab, cd, 0, 1, 8, 9, 4, 5, 12, 13) +
             __builtin_shufflevector(ab, cd, 2, 3, 10, 11, 6, 7, 14, 15);
    *result = LOW(all) + HIGH(all);
}

/// result[x] = left[x] · right[x] for the first `count` of four rows; the other lanes are zero.
MERCER_INLINE void dot_four(const line *const *left, const line *const *right, int lines, int count, v4 *result) {
    line sums[4] = {{0}, {0}, {0}, {0}};
    for (int x = 0; x < count; x++)
        for (int i = 0; i < lines; i++)
            sums[x] += left[x][i] * right[x][i];
    sum_four(sums, result);
}

/// 1 / √x for x > 0 to 5e-6: a first guess from the exponent's bits and two steps of Newton's method, the same on every
/// processor and without a division.
MERCER_INLINE void inverse_root(line *x) {
    i16 bits = 0x5f375a86 - ((i16)*x >> 1);
    line root = (line)bits, half = 0.5f * *x;
    root = root * (1.5f - half * root * root);
    *x = root * (1.5f - half * root * root);
}

/// 1 / (1 + exp(x)) to 1e-6; x beyond ±40 counts as ±40. exp(x) = 2ⁿ·2ᶠ with f in [−½, ½], 2ᶠ by its Taylor series.
MERCER_INLINE void falling_sigmoid(v4 *x) {
    v4 t = *x * 1.44269504f;
    t = __builtin_elementwise_min(__builtin_elementwise_max(t, (v4){-57.7f, -57.7f, -57.7f, -57.7f}),
                                  (v4){57.7f, 57.7f, 57.7f, 57.7f});
    v4 shifted = t + 12582912.0f; // 1.5 · 2²³: the last bits of the sum are the nearest integer
    v4 f = t - (shifted - 12582912.0f);
    v4 power = 1.54035304e-4f + 0 * f;
    power = power * f + 1.33335581e-3f;
    power = power * f + 9.61812911e-3f;
    power = power * f + 5.55041087e-2f;
    power = power * f + 2.40226507e-1f;
    power = power * f + 6.93147181e-1f;
    power = power * f + 1.0f;
    i4 exponent = ((i4)shifted << 23) + (i4)power; // the integer moves into the exponent's place
    *x = 1.0f / (1.0f + (v4)exponent);
}

/// The records of four rows, number after number: lanes 0–3 biases, 4–7 factor sums, 8–11 bias sums, 12–15 squares.
MERCER_INLINE void gather_records(const mercer_sgd_side *side, const int *rows, line *numbers) {
    const v4 *records = (const v4 *)side->states;
    v8 low = JOIN4(records[rows[0]], records[rows[1]]), high = JOIN4(records[rows[2]], records[rows[3]]);
    line all = JOIN8(low, high);
    *numbers = TRANSPOSE(all);
}

/// The records of four rows of one side and four of another.
MERCER_INLINE void gather_states(const mercer_sgd_side *first, const int *first_rows, const mercer_sgd_side *second,
                                 const int *second_rows, row_states *states) {
    line a, b;
    gather_records(first, first_rows, &a);
    gather_records(second, second_rows, &b);
    states->bias = JOIN4(LOW(a), LOW(b));
    states->factor_sum = JOIN4(HIGH(a), HIGH(b));
    line upper = JOIN8(HIGH8(a), HIGH8(b));
    states->bias_sum = __builtin_shufflevector(upper, upper, 0, 1, 2, 3, 8, 9, 10, 11);
    states->square = __builtin_shufflevector(upper, upper, 4, 5, 6, 7, 12, 13, 14, 15);
}

/// Writes the first `count` of four records; `offset` 0 takes the first side's lanes, 4 the second's.
MERCER_INLINE void scatter_states(const mercer_sgd_side *side, const int *rows, const row_states *states, int offset,
                                  int count) {
    v8 low, high;
    if (offset == 0) {
        low = JOIN4(LOW(states->bias), LOW(states->factor_sum));
        high = JOIN4(LOW(states->bias_sum), LOW(states->square));
    } else {
        low = JOIN4(HIGH(states->bias), HIGH(states->factor_sum));
        high = JOIN4(HIGH(states->bias_sum), HIGH(states->square));
    }
    line columns = JOIN8(low, high), records = TRANSPOSE(columns);
    v4 *target = (v4 *)side->states;
    for (int x = 0; x < count; x++)
        target[rows[x]] = ((v4 *)&records)[x];
}

/// Moves biases, accumulators and squares of eight rows, and says how their factors move.
///
/// With the gradient s·y − λ·x of a row x: mean square (s²‖y‖² − 2sλ x·y + λ²‖x‖²) / factors, and after the step
/// ‖c·x + f·y‖² = c²‖x‖² + 2cf x·y + f²‖y‖², c = 1 − ηλ, f = ηs.
MERCER_INLINE void move_states(const mercer_sgd_model *model, row_states *states, const v8 *slope, const v8 *bias_slope,
                               const v8 *opposite_square, const v8 *product, const v8 *penalty, const v8 *bias_penalty,
                               row_moves *moves) {
    v8 rate, bias_rate;
    if (model->is_adaptive) {
        line roots = JOIN8(states->factor_sum, states->bias_sum);
        inverse_root(&roots);
        rate = model->rate * LOW8(roots);
        bias_rate = model->bias_rate * HIGH8(roots);
    } else {
        rate = model->rate + (v8){0};
        bias_rate = model->bias_rate + (v8){0};
    }
    const v8 s = *slope, keep = 1 - rate * *penalty, step = rate * s;
    const v8 gradient = s * s * *opposite_square - 2 * s * *penalty * *product + *penalty * *penalty * states->square;
    const v8 bias_gradient = *bias_slope - *bias_penalty * states->bias;
    states->bias += bias_rate * bias_gradient;
    states->factor_sum += __builtin_elementwise_max(gradient, (v8){0}) * model->factor_share;
    states->bias_sum += bias_gradient * bias_gradient;
    states->square = keep * keep * states->square + 2 * keep * step * *product + step * step * *opposite_square;
    moves->keep = keep;
    moves->step = step;
}

/// The address of a padded row.
MERCER_INLINE line *row_of(const mercer_sgd_side *side, int row, int lines) {
    return (line *)side->factors + (long long)row * lines;
}

/// Asks for a row and its record, to be written.
MERCER_INLINE void prefetch_row(const mercer_sgd_side *side, int row, int lines) {
    const line *factors = row_of(side, row, lines);
    for (int i = 0; i < lines; i++)
        __builtin_prefetch(factors + i, 1);
    __builtin_prefetch(side->states + row, 1);
}

/// Whether any of four rows occurs twice.
MERCER_INLINE int has_repeats(const int *rows) {
    i4 all = {rows[0], rows[1], rows[2], rows[3]};
    i4 next = __builtin_shufflevector(all, all, 1, 2, 3, 0), across = __builtin_shufflevector(all, all, 2, 3, 0, 1);
    return __builtin_reduce_or((all == next) | (all == across));
}

/// Adds the squares of the first `count` lanes to sums in double precision.
MERCER_INLINE void add_squares(const v4 *lanes, int count, d4 *sums) {
    d4 wide = __builtin_convertvector(*lanes, d4);
    if (count == 4)
        *sums += wide * wide;
    else
        (*sums)[0] += wide[0] * wide[0];
}
