// Stochastic gradient descent on observed ratings.
//
//     r̂ = μ + b_u + b_i + p_u · q_i,    e = r − r̂,
//     p_u += η_u (e·q_i − λ_p·p_u),     q_i += η_i (e·p_u − λ_q·q_i),
//     b_u += η_bu (e − λ_bu·b_u),       b_i += η_bi (e − λ_bi·b_i).
//
// (Koren, Bell and Volinsky, "Matrix Factorization Techniques for Recommender Systems", 2009.) With AdaGrad each row
// has one accumulator for its factors, g += mean of the squared gradient, and one for its bias, and η = rate / √g
// (Chin et al., "A Learning-Rate Schedule for Stochastic Gradient Methods to Matrix Factorization", 2015). Without,
// η = rate.
#pragma once

/// Ratings in the order they are visited.
typedef struct {
    const int *users;
    const int *items;
    const float *values;
    long long count;
} mercer_ratings;

/// What a sweep changes for one side. Biases and accumulators may be null: without biases, or without AdaGrad.
typedef struct {
    float *factors;             ///< rows × factors
    float *biases;              ///< one per row, or null
    float *factor_accumulators; ///< one per row, starting above zero, or null for a plain learning rate
    float *bias_accumulators;   ///< one per row, starting above zero; needed when both others are there
    float factor_regularization;
    float bias_regularization;
} mercer_sgd_side;

/// The model a sweep works on.
typedef struct {
    mercer_sgd_side users, items;
    float mean, learning_rate;
    int factors;
} mercer_sgd_model;

/// Visits the ratings in order with squared loss and returns Σ e² as seen before each update. Touches only the rows
/// the ratings name, so grid blocks that share no row and no column may run at the same time. O(count · factors).
double mercer_sgd_sweep_squared(const mercer_sgd_model *model, const mercer_ratings *ratings);

/// Σ e² without updates: the loss on a validation part.
double mercer_sgd_squared_error(const mercer_sgd_model *model, const mercer_ratings *ratings);
