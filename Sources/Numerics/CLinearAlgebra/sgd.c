// Stochastic gradient descent for biased matrix factorisation; the equations stand in mercer_sgd.h.
#include "CLinearAlgebra.h"
#include "kernel_support.h"

/// Ratings ahead whose rows are asked for.
#define PREFETCH_DISTANCE 8

/// The sum of a bias that may be absent.
MERCER_INLINE float bias_of(const mercer_sgd_side *side, long long row) {
    return side->biases ? side->biases[row] : 0;
}

/// p · q: whole vectors, then what is left over.
MERCER_INLINE float dot_rows(const float *p, const float *q, int factors) {
    const int whole = factors / MERCER_LANES;
    v16 sums = {0};
    for (int i = 0; i < whole; i++)
        sums += *const_lanes(p, i) * *const_lanes(q, i);
    float tail = 0;
    for (int k = whole * MERCER_LANES; k < factors; k++)
        tail += p[k] * q[k];
    return sum_lanes(&sums) + tail;
}

/// r − r̂.
MERCER_INLINE float error_of(const mercer_sgd_model *model, const mercer_ratings *ratings, long long at, int factors) {
    const long long user = ratings->users[at], item = ratings->items[at];
    float dot = dot_rows(model->users.factors + user * factors, model->items.factors + item * factors, factors);
    return ratings->values[at] - (model->mean + bias_of(&model->users, user) + bias_of(&model->items, item) + dot);
}

/// The learning rate of an accumulator after it has taken in a squared gradient; the plain rate without one.
MERCER_INLINE float rate_of(float learning_rate, float *accumulator) {
    return accumulator ? learning_rate / __builtin_sqrtf(*accumulator) : learning_rate;
}

/// Moves one bias along its gradient `slope` = ∂L/∂r̂, negated.
MERCER_INLINE void update_bias(const mercer_sgd_side *side, long long row, float slope, float learning_rate) {
    if (!side->biases)
        return;
    float *accumulator = side->factor_accumulators ? side->bias_accumulators + row : 0;
    float gradient = slope - side->bias_regularization * side->biases[row];
    float rate = rate_of(learning_rate, accumulator);
    side->biases[row] += rate * gradient;
    if (accumulator)
        *accumulator += gradient * gradient;
}

/// Moves both rows of factors along their gradients; each row's rate comes from its accumulator before the step.
MERCER_INLINE void update_factors(const mercer_sgd_model *model, long long user, long long item, float slope,
                                  int factors) {
    const mercer_sgd_side *users = &model->users, *items = &model->items;
    float *p = users->factors + user * factors, *q = items->factors + item * factors;
    float *user_sum = users->factor_accumulators ? users->factor_accumulators + user : 0;
    float *item_sum = items->factor_accumulators ? items->factor_accumulators + item : 0;
    const float user_rate = rate_of(model->learning_rate, user_sum);
    const float item_rate = rate_of(model->learning_rate, item_sum);
    const int whole = factors / MERCER_LANES;
    v16 user_squares = {0}, item_squares = {0};
    for (int i = 0; i < whole; i++) {
        v16 old_p = *const_lanes(p, i), old_q = *const_lanes(q, i);
        v16 step_p = slope * old_q - users->factor_regularization * old_p;
        v16 step_q = slope * old_p - items->factor_regularization * old_q;
        user_squares += step_p * step_p;
        item_squares += step_q * step_q;
        *lanes(p, i) = old_p + user_rate * step_p;
        *lanes(q, i) = old_q + item_rate * step_q;
    }
    float user_tail = 0, item_tail = 0;
    for (int k = whole * MERCER_LANES; k < factors; k++) {
        float old_p = p[k], old_q = q[k];
        float step_p = slope * old_q - users->factor_regularization * old_p;
        float step_q = slope * old_p - items->factor_regularization * old_q;
        user_tail += step_p * step_p;
        item_tail += step_q * step_q;
        p[k] = old_p + user_rate * step_p;
        q[k] = old_q + item_rate * step_q;
    }
    if (user_sum)
        *user_sum += (sum_lanes(&user_squares) + user_tail) / (float)factors;
    if (item_sum)
        *item_sum += (sum_lanes(&item_squares) + item_tail) / (float)factors;
}

/// Asks for the rows of a rating some visits ahead.
MERCER_INLINE void prefetch_rows(const mercer_sgd_model *model, const mercer_ratings *ratings, long long at,
                                 int factors) {
    if (at >= ratings->count)
        return;
    const float *p = model->users.factors + (long long)ratings->users[at] * factors;
    const float *q = model->items.factors + (long long)ratings->items[at] * factors;
    for (int k = 0; k < factors; k += MERCER_LANES) {
        __builtin_prefetch(p + k);
        __builtin_prefetch(q + k);
    }
}

/// One sweep with a literal `factors`, which lets the compiler unroll the inner loops. A loss is what turns the error
/// into a slope: for squared loss the slope is the error itself.
MERCER_INLINE double sweep_squared(const mercer_sgd_model *model, const mercer_ratings *ratings, int factors) {
    double sum = 0;
    for (long long at = 0; at < ratings->count; at++) {
        prefetch_rows(model, ratings, at + PREFETCH_DISTANCE, factors);
        const float error = error_of(model, ratings, at, factors), slope = error;
        sum += (double)error * error;
        update_factors(model, ratings->users[at], ratings->items[at], slope, factors);
        update_bias(&model->users, ratings->users[at], slope, model->learning_rate);
        update_bias(&model->items, ratings->items[at], slope, model->learning_rate);
    }
    return sum;
}

MERCER_KERNEL double mercer_sgd_sweep_squared(const mercer_sgd_model *model, const mercer_ratings *ratings) {
    switch (model->factors) {
    case 32:
        return sweep_squared(model, ratings, 32);
    case 64:
        return sweep_squared(model, ratings, 64);
    case 128:
        return sweep_squared(model, ratings, 128);
    default:
        return sweep_squared(model, ratings, model->factors);
    }
}

MERCER_KERNEL double mercer_sgd_squared_error(const mercer_sgd_model *model, const mercer_ratings *ratings) {
    double sum = 0;
    for (long long at = 0; at < ratings->count; at++) {
        prefetch_rows(model, ratings, at + PREFETCH_DISTANCE, model->factors);
        const float error = error_of(model, ratings, at, model->factors);
        sum += (double)error * error;
    }
    return sum;
}
