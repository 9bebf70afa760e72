// Stochastic gradient descent for biased matrix factorisation; the equations stand in mercer_sgd.h.
#include "CLinearAlgebra.h"
#include "sgd_support.h"

/// Groups of four visits ahead whose rows are asked for.
#define PREFETCH_GROUPS 4

/// What turns a prediction into a slope.
typedef enum { squared_loss, logistic_loss } pair_loss;

/// −∂loss/∂r̂ of four predictions, from ratings or signed weights.
MERCER_INLINE void slopes_of(pair_loss loss, const v4 *predictions, const v4 *values, v4 *slopes) {
    if (loss == squared_loss) {
        *slopes = *values - *predictions;
        return;
    }
    i4 is_negative = *values < 0;
    v4 agreeing = (v4)((i4)*predictions ^ (is_negative & (int)0x80000000));
    falling_sigmoid(&agreeing);
    *slopes = *values * agreeing;
}

/// Predictions of the first `count` of four pairs, given the biases of their users and items.
MERCER_INLINE void predict_four(const mercer_sgd_model *model, const line *const *p, const line *const *q,
                                const v8 *biases, int lines, int count, v4 *products, v4 *predictions) {
    dot_four(p, q, lines, count, products);
    *predictions = model->mean + LOW(*biases) + HIGH(*biases) + *products;
}

/// Visits the first `count` (one or four, literal) of four pairs that share no row.
MERCER_INLINE void visit_pairs(const mercer_sgd_model *model, const int *users, const int *items, const v4 *values,
                               pair_loss loss, int lines, int count, d4 *sums) {
    line *p[4], *q[4];
    for (int x = 0; x < 4; x++) {
        p[x] = row_of(&model->users, users[x], lines);
        q[x] = row_of(&model->items, items[x], lines);
    }
    row_states states;
    row_moves moves;
    v4 product, prediction, slope;
    gather_states(&model->users, users, &model->items, items, &states);
    predict_four(model, (const line *const *)p, (const line *const *)q, &states.bias, lines, count, &product,
                 &prediction);
    slopes_of(loss, &prediction, values, &slope);
    add_squares(&slope, count, sums);
    const float lu = model->users.factor_regularization, li = model->items.factor_regularization;
    const float bu = model->users.bias_regularization, bi = model->items.bias_regularization;
    const v8 penalty = {lu, lu, lu, lu, li, li, li, li}, bias_penalty = {bu, bu, bu, bu, bi, bi, bi, bi};
    const v8 both = JOIN4(slope, slope), products = JOIN4(product, product);
    const v8 opposite = __builtin_shufflevector(states.square, states.square, 4, 5, 6, 7, 0, 1, 2, 3);
    move_states(model, &states, &both, &both, &opposite, &products, &penalty, &bias_penalty, &moves);
    scatter_states(&model->users, users, &states, 0, count);
    scatter_states(&model->items, items, &states, 4, count);
    for (int x = 0; x < count; x++) {
        const float keep_p = moves.keep[x], keep_q = moves.keep[4 + x];
        const float step_p = moves.step[x], step_q = moves.step[4 + x];
        for (int i = 0; i < lines; i++) {
            const line old_p = p[x][i], old_q = q[x][i];
            p[x][i] = keep_p * old_p + step_p * old_q;
            q[x][i] = keep_q * old_q + step_q * old_p;
        }
    }
}

/// Visits one pair.
MERCER_INLINE void visit_pair(const mercer_sgd_model *model, int user, int item, float value, pair_loss loss, int lines,
                              d4 *sums) {
    const int users[4] = {user, user, user, user}, items[4] = {item, item, item, item};
    const v4 values = {value, value, value, value};
    visit_pairs(model, users, items, &values, loss, lines, 1, sums);
}

/// One sweep with literal `loss` and, for common factor counts, literal `lines`, so that inner loops are unrolled.
MERCER_INLINE double sweep_pairs(const mercer_sgd_model *original, const mercer_ratings *pairs, pair_loss loss,
                                 int lines) {
    const mercer_sgd_model copy = *original, *const model = &copy; // stores to rows can't change a local copy
    const long long quarter = pairs->count / 4;
    d4 sums = {0};
    for (long long t = 0; t < quarter; t++) {
        const long long ahead = t + PREFETCH_GROUPS < quarter ? t + PREFETCH_GROUPS : t;
        int users[4], items[4];
        v4 values;
        for (int x = 0; x < 4; x++) {
            users[x] = pairs->users[t + x * quarter];
            items[x] = pairs->items[t + x * quarter];
            values[x] = pairs->values[t + x * quarter];
            prefetch_row(&model->users, pairs->users[ahead + x * quarter], lines);
            prefetch_row(&model->items, pairs->items[ahead + x * quarter], lines);
        }
        if (!has_repeats(users) && !has_repeats(items))
            visit_pairs(model, users, items, &values, loss, lines, 4, &sums);
        else
            for (int x = 0; x < 4; x++)
                visit_pair(model, users[x], items[x], values[x], loss, lines, &sums);
    }
    for (long long t = 4 * quarter; t < pairs->count; t++)
        visit_pair(model, pairs->users[t], pairs->items[t], pairs->values[t], loss, lines, &sums);
    return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

/// Calls an inlined function of the number of lines with a literal where the count is a common one.
#define WITH_LINES(model, call)                                                                                        \
    switch ((model)->stride / MERCER_LANES) {                                                                          \
    case 1:                                                                                                            \
        return call(1);                                                                                                \
    case 2:                                                                                                            \
        return call(2);                                                                                                \
    case 4:                                                                                                            \
        return call(4);                                                                                                \
    case 8:                                                                                                            \
        return call(8);                                                                                                \
    default:                                                                                                           \
        return call((model)->stride / MERCER_LANES);                                                                   \
    }

MERCER_KERNEL double mercer_sgd_sweep_squared(const mercer_sgd_model *model, const mercer_ratings *ratings){
#define SWEEP(lines) sweep_pairs(model, ratings, squared_loss, lines)
    WITH_LINES(model, SWEEP)
#undef SWEEP
}

MERCER_KERNEL double mercer_sgd_sweep_logistic(const mercer_sgd_model *model, const mercer_ratings *pairs){
#define SWEEP(lines) sweep_pairs(model, pairs, logistic_loss, lines)
    WITH_LINES(model, SWEEP)
#undef SWEEP
}

/// The predictions of the pairs at `places`.
MERCER_INLINE void predict_at(const mercer_sgd_model *model, const mercer_ratings *pairs, const long long *places,
                              int lines, v4 *predictions) {
    const line *p[4], *q[4];
    v8 biases;
    v4 products;
    for (int x = 0; x < 4; x++) {
        const int user = pairs->users[places[x]], item = pairs->items[places[x]];
        p[x] = row_of(&model->users, user, lines);
        q[x] = row_of(&model->items, item, lines);
        biases[x] = model->users.states[user].bias;
        biases[4 + x] = model->items.states[item].bias;
    }
    predict_four(model, p, q, &biases, lines, 4, &products, predictions);
}

/// The squared error, four pairs at a time in the order of a sweep; the places past the end repeat the last and don't
/// count.
MERCER_INLINE double squared_error(const mercer_sgd_model *model, const mercer_ratings *ratings, int lines) {
    const long long quarter = (ratings->count + 3) / 4;
    d4 sums = {0};
    for (long long t = 0; t < quarter; t++) {
        long long places[4];
        v4 predictions, values;
        for (int x = 0; x < 4; x++) {
            const long long place = t + x * quarter, ahead = place + 2 * PREFETCH_GROUPS;
            places[x] = place < ratings->count ? place : ratings->count - 1;
            values[x] = ratings->values[places[x]];
            if (ahead < ratings->count) {
                const line *q = row_of(&model->items, ratings->items[ahead], lines);
                for (int i = 0; i < lines; i++)
                    __builtin_prefetch(q + i);
            }
        }
        predict_at(model, ratings, places, lines, &predictions);
        v4 errors = values - predictions;
        for (int x = 1; x < 4; x++)
            if (t + x * quarter >= ratings->count)
                errors[x] = 0;
        add_squares(&errors, 4, &sums);
    }
    return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

MERCER_KERNEL double mercer_sgd_squared_error(const mercer_sgd_model *model, const mercer_ratings *ratings){
#define ERROR(lines) squared_error(model, ratings, lines)
    WITH_LINES(model, ERROR)
#undef ERROR
}

MERCER_KERNEL void mercer_sgd_predict(const mercer_sgd_model *model, const mercer_ratings *pairs, float *predictions) {
    for (long long t = 0; t < pairs->count; t += 4) {
        const long long last = pairs->count - 1;
        const long long places[4] = {t, t + 1 < last ? t + 1 : last, t + 2 < last ? t + 2 : last,
                                     t + 3 < last ? t + 3 : last};
        v4 found;
        predict_at(model, pairs, places, model->stride / MERCER_LANES, &found);
        for (int x = 0; x < 4 && t + x <= last; x++)
            predictions[t + x] = found[x];
    }
}

MERCER_KERNEL void mercer_sgd_refresh_squares(const mercer_sgd_model *model, const mercer_sgd_side *side,
                                              long long from, long long to) {
    const int lines = model->stride / MERCER_LANES;
    for (long long row = from; row < to; row++) {
        const line *factors = row_of(side, (int)row, lines);
        line squares = {0};
        for (int i = 0; i < lines; i++)
            squares += factors[i] * factors[i];
        v16 unaligned = squares;
        side->states[row].square = sum_lanes(&unaligned);
    }
}
