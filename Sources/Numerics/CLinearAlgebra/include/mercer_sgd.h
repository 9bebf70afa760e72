// Stochastic gradient descent for biased matrix factorisation.
//
// Every loss is a function of predictions r̂ = μ + b_u + b_i + p_u · q_i. A visit turns it into a slope s = −∂loss/∂r̂
// (for squared loss halved) and moves what the prediction was made of:
//
//     p_u += η_u (s·q_i − λ_u·p_u),     q_i += η_i (s·p_u − λ_i·q_i),
//     b_u += η_bu (s − λ_b·b_u),        b_i += η_bi (s − λ_b·b_i).
//
//     squared:   s = e = r − r̂                              (Koren, Bell and Volinsky 2009)
//     logistic:  s = v / (1 + exp(sign(v)·r̂)), v the signed weight: > 0 observed, < 0 not   (Johnson 2014)
//     bpr:       r̂ = r̂_ui − r̂_uj for a triple, s = 1 / (1 + exp(r̂)); q_j and b_j move with −s   (Rendle et al. 2009)
//
// With AdaGrad each row has one accumulator for its factors, g += mean of the squared gradient, and one for its bias,
// and η = rate / √g with g from before the visit (Chin et al., "A Learning-Rate Schedule for Stochastic Gradient
// Methods to Matrix Factorization", 2015). Without, η = rate. √g is good to 5e-6.
//
// What makes a visit cheap: rows of factors are padded with zeros to whole 16-lane vectors and lie on 64-byte lines;
// the four numbers a row needs besides are one 16-byte record; the squared gradient comes from ‖p‖², ‖q‖² and p · q,
// which the record carries along, not from another pass over the factors; four visits are done at a time, lane by lane.
//
// Order: with h = count / 4, visits t, t + h, t + 2h and t + 3h are made together for t = 0 … h − 1, then the up to
// three left over. Places a quarter apart nearly always differ in user and item, and then the order within the four
// does not matter; where they don't differ, they are visited one after another.
#pragma once

/// Ratings, or pairs with signed weights.
typedef struct {
    const int *users;
    const int *items;
    const float *values;
    long long count;
} mercer_ratings;

/// For each user an item that should score above another.
typedef struct {
    const int *users;
    const int *positives;
    const int *negatives;
    long long count;
} mercer_triples;

/// The numbers of a row besides its factors.
typedef struct {
    float bias;
    float factor_sum; ///< AdaGrad's accumulator of the factors, above zero
    float bias_sum;   ///< AdaGrad's accumulator of the bias, above zero
    float square;     ///< ‖row‖², carried along; `mercer_sgd_refresh_squares` computes it afresh
} mercer_sgd_state;

/// What a sweep changes for one side.
typedef struct {
    float *factors;           ///< rows × stride, 64-byte aligned, zeros beyond the factors
    mercer_sgd_state *states; ///< one per row, 16-byte aligned
    float factor_regularization;
    float bias_regularization;
} mercer_sgd_side;

/// The model a sweep works on.
typedef struct {
    mercer_sgd_side users, items;
    float mean;
    float rate;         ///< of factors
    float bias_rate;    ///< zero for a model without biases
    float factor_share; ///< 1 / factors
    int stride;         ///< factors rounded up to a multiple of 16
    int is_adaptive;    ///< 1: AdaGrad; 0: the plain rates
} mercer_sgd_model;

/// Visits ratings with squared loss and returns Σ e² as seen before each update. Touches only the rows the ratings
/// name, so grid blocks that share no row and no column may run at the same time. O(count · factors).
double mercer_sgd_sweep_squared(const mercer_sgd_model *model, const mercer_ratings *ratings);

/// Likewise with logistic loss over signed weights; returns Σ s².
double mercer_sgd_sweep_logistic(const mercer_sgd_model *model, const mercer_ratings *pairs);

/// Likewise with the loss of Bayesian personalised ranking; a triple's items differ. Returns Σ s².
double mercer_sgd_sweep_bpr(const mercer_sgd_model *model, const mercer_triples *triples);

/// Σ e² without updates.
double mercer_sgd_squared_error(const mercer_sgd_model *model, const mercer_ratings *ratings);

/// predictions[t] = r̂ of pair t; the values of the pairs are not read.
void mercer_sgd_predict(const mercer_sgd_model *model, const mercer_ratings *pairs, float *predictions);

/// Sets the squares of rows from … to − 1 to ‖row‖².
void mercer_sgd_refresh_squares(const mercer_sgd_model *model, const mercer_sgd_side *side, long long from,
                                long long to);

/// Where a block of the grid draws negative items: uniformly from `candidates`, the items of its band, without those
/// the user has seen. The block holds all pairs of its users and candidates, ordered by user.
typedef struct {
    const int *candidates;
    long long candidate_count;
    unsigned long long seed; ///< of the epoch
    long long first;         ///< position of the block's first pair; draws depend on seed and position alone
    int *seen_by;            ///< one per item of the model: the last user known to have seen it; start with −1
} mercer_sgd_sampler;

/// Draws before a pair gives up: its user has seen nearly the whole band.
#define MERCER_SGD_ATTEMPTS 32

/// One triple for each pair, in order, without those that found no negative; returns how many. The columns have room
/// for `pairs->count`.
long long mercer_sgd_sample_triples(const mercer_sgd_sampler *sampler, const mercer_ratings *pairs, int *users,
                                    int *positives, int *negatives);

/// For each pair itself with its weight, then up to `negatives` drawn items with weight −1; returns how many. The
/// columns have room for `pairs->count · (1 + negatives)`.
long long mercer_sgd_sample_pairs(const mercer_sgd_sampler *sampler, const mercer_ratings *pairs, int negatives,
                                  int *users, int *items, float *values);
