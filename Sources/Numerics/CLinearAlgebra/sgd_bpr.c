// Bayesian personalised ranking by stochastic gradient descent; the equations stand in mercer_sgd.h.
#include "CLinearAlgebra.h"
#include "sgd_support.h"

/// Groups of four visits ahead whose rows are asked for.
#define PREFETCH_GROUPS 2

/// Whether four positive and four negative items are not eight different ones.
MERCER_INLINE int items_repeat(const int *positives, const int *negatives) {
    i4 above = {positives[0], positives[1], positives[2], positives[3]};
    i4 below = {negatives[0], negatives[1], negatives[2], negatives[3]};
    i4 same = (above == below) | (above == __builtin_shufflevector(below, below, 1, 2, 3, 0)) |
              (above == __builtin_shufflevector(below, below, 2, 3, 0, 1)) |
              (above == __builtin_shufflevector(below, below, 3, 0, 1, 2));
    return has_repeats(positives) || has_repeats(negatives) || __builtin_reduce_or(same);
}

/// The products of the three rows of four triples.
typedef struct {
    v4 positive, negative, items;
} triple_products;

/// Moves the records of four triples, and says how the factors move: lanes 0–3 of `first` the users, 4–7 the positive
/// items; of `second` the negative items. Returns the slopes. For the user, the opposite row is q_i − q_j.
MERCER_INLINE void move_triples(const mercer_sgd_model *model, const int *users, const int *positives,
                                const int *negatives, const triple_products *products, int count, row_moves *first,
                                row_moves *second, v4 *slope) {
    row_states above, below;
    gather_states(&model->users, users, &model->items, positives, &above);
    gather_states(&model->items, negatives, &model->items, negatives, &below);
    *slope = HIGH(above.bias) - LOW(below.bias) + products->positive - products->negative;
    falling_sigmoid(slope);
    const v4 zero = {0}, s = *slope, difference = products->positive - products->negative;
    const v4 apart = HIGH(above.square) + LOW(below.square) - 2 * products->items;
    const v4 user_square = LOW(above.square);
    const float lu = model->users.factor_regularization, li = model->items.factor_regularization;
    const float lb = model->items.bias_regularization;
    const v8 up = JOIN4(s, s), down = -up, up_bias = JOIN4(zero, s), bias_penalty = lb + (v8){0};
    const v8 penalty = {lu, lu, lu, lu, li, li, li, li}, item_penalty = li + (v8){0};
    const v8 up_square = JOIN4(apart, user_square), up_product = JOIN4(difference, products->positive);
    const v8 down_square = JOIN4(user_square, user_square),
             down_product = JOIN4(products->negative, products->negative);
    move_states(model, &above, &up, &up_bias, &up_square, &up_product, &penalty, &bias_penalty, first);
    move_states(model, &below, &down, &down, &down_square, &down_product, &item_penalty, &bias_penalty, second);
    scatter_states(&model->users, users, &above, 0, count);
    scatter_states(&model->items, positives, &above, 4, count);
    scatter_states(&model->items, negatives, &below, 0, count);
}

/// Visits the first `count` (one or four, literal) of four triples that share no row.
MERCER_INLINE void visit_triples(const mercer_sgd_model *model, const int *users, const int *positives,
                                 const int *negatives, int lines, int count, d4 *sums) {
    line *p[4], *above[4], *below[4];
    for (int x = 0; x < 4; x++) {
        p[x] = row_of(&model->users, users[x], lines);
        above[x] = row_of(&model->items, positives[x], lines);
        below[x] = row_of(&model->items, negatives[x], lines);
    }
    triple_products products;
    dot_four((const line *const *)p, (const line *const *)above, lines, count, &products.positive);
    dot_four((const line *const *)p, (const line *const *)below, lines, count, &products.negative);
    dot_four((const line *const *)above, (const line *const *)below, lines, count, &products.items);
    row_moves first, second;
    v4 slope;
    move_triples(model, users, positives, negatives, &products, count, &first, &second, &slope);
    add_squares(&slope, count, sums);
    for (int x = 0; x < count; x++) {
        const float keep_p = first.keep[x], keep_above = first.keep[4 + x], keep_below = second.keep[x];
        const float step_p = first.step[x], step_above = first.step[4 + x], step_below = second.step[x];
        for (int i = 0; i < lines; i++) {
            const line old_p = p[x][i], old_above = above[x][i], old_below = below[x][i];
            p[x][i] = keep_p * old_p + step_p * (old_above - old_below);
            above[x][i] = keep_above * old_above + step_above * old_p;
            below[x][i] = keep_below * old_below + step_below * old_p;
        }
    }
}

/// Visits one triple.
MERCER_INLINE void visit_triple(const mercer_sgd_model *model, int user, int positive, int negative, int lines,
                                d4 *sums) {
    const int users[4] = {user, user, user, user}, positives[4] = {positive, positive, positive, positive};
    const int negatives[4] = {negative, negative, negative, negative};
    visit_triples(model, users, positives, negatives, lines, 1, sums);
}

/// One sweep, with a literal `lines` for common factor counts.
MERCER_INLINE double sweep_triples(const mercer_sgd_model *original, const mercer_triples *triples, int lines) {
    const mercer_sgd_model copy = *original, *const model = &copy; // stores to rows can't change a local copy
    const long long quarter = triples->count / 4;
    d4 sums = {0};
    for (long long t = 0; t < quarter; t++) {
        const long long ahead = t + PREFETCH_GROUPS < quarter ? t + PREFETCH_GROUPS : t;
        int users[4], positives[4], negatives[4];
        for (int x = 0; x < 4; x++) {
            users[x] = triples->users[t + x * quarter];
            positives[x] = triples->positives[t + x * quarter];
            negatives[x] = triples->negatives[t + x * quarter];
            prefetch_row(&model->users, triples->users[ahead + x * quarter], lines);
            prefetch_row(&model->items, triples->positives[ahead + x * quarter], lines);
            prefetch_row(&model->items, triples->negatives[ahead + x * quarter], lines);
        }
        if (!has_repeats(users) && !items_repeat(positives, negatives))
            visit_triples(model, users, positives, negatives, lines, 4, &sums);
        else
            for (int x = 0; x < 4; x++)
                visit_triple(model, users[x], positives[x], negatives[x], lines, &sums);
    }
    for (long long t = 4 * quarter; t < triples->count; t++)
        visit_triple(model, triples->users[t], triples->positives[t], triples->negatives[t], lines, &sums);
    return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

MERCER_KERNEL double mercer_sgd_sweep_bpr(const mercer_sgd_model *model, const mercer_triples *triples) {
    switch (model->stride / MERCER_LANES) {
    case 1:
        return sweep_triples(model, triples, 1);
    case 2:
        return sweep_triples(model, triples, 2);
    case 4:
        return sweep_triples(model, triples, 4);
    default:
        return sweep_triples(model, triples, model->stride / MERCER_LANES);
    }
}
