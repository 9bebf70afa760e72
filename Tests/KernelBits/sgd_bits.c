// Stochastic gradient descent: all losses, with and without AdaGrad, crowded and sparse groups of four; and the
// sampler.
#include "kernel_bits.h"
#include <stdio.h>
#include <string.h>

enum { COUNT = 403 };

/// Users and items of a case, and how they learn.
typedef struct {
    int factors, users, items, is_adaptive;
} setting;

static mercer_sgd_side side_of(int rows, int factors, int stride, unsigned long long seed) {
    bits_random random = {seed};
    mercer_sgd_side side = {.factor_regularization = 0.03f, .bias_regularization = 0.02f};
    side.factors = aligned_zeros((long long)rows * stride * (long long)sizeof(float));
    side.states = aligned_zeros(rows * (long long)sizeof(mercer_sgd_state));
    for (int row = 0; row < rows; row++) {
        for (int k = 0; k < factors; k++)
            side.factors[(long)row * stride + k] = next_float(&random, -0.3f, 0.3f);
        side.states[row] = (mercer_sgd_state){next_float(&random, -0.5f, 0.5f), 0.7f, 0.7f, 0};
    }
    return side;
}

static mercer_sgd_model model_of(const mercer_kernels *kernels, const setting *setting) {
    const int stride = (setting->factors + 15) / 16 * 16;
    mercer_sgd_model model = {
        .users = side_of(setting->users, setting->factors, stride, 31),
        .items = side_of(setting->items, setting->factors, stride, 32),
        .mean = 0.5f,
        .rate = 0.05f,
        .bias_rate = 0.05f,
        .factor_share = 1 / (float)setting->factors,
        .stride = stride,
        .is_adaptive = setting->is_adaptive,
    };
    kernels->sgd_refresh_squares(&model, &model.users, 0, setting->users);
    kernels->sgd_refresh_squares(&model, &model.items, 0, setting->items);
    return model;
}

static void print_model(const char *kernel, const char *shape, const mercer_sgd_model *model, const setting *setting) {
    print_floats(kernel, shape, model->users.factors, (long long)setting->users * model->stride);
    print_floats(kernel, shape, model->items.factors, (long long)setting->items * model->stride);
    print_floats(kernel, shape, &model->users.states->bias, 4LL * setting->users);
    print_floats(kernel, shape, &model->items.states->bias, 4LL * setting->items);
}

static void sweep_pairs(const mercer_kernels *kernels, const setting *setting, const char *shape) {
    const mercer_ratings ratings = {random_ints(41, COUNT, setting->users), random_ints(42, COUNT, setting->items),
                                    random_floats(43, COUNT, -1, 4), COUNT};
    mercer_sgd_model model = model_of(kernels, setting);
    print_double("sgd_sweep_squared", shape, kernels->sgd_sweep_squared(&model, &ratings));
    print_model("sgd_sweep_squared", shape, &model, setting);
    print_double("sgd_squared_error", shape, kernels->sgd_squared_error(&model, &ratings));
    float predictions[COUNT];
    kernels->sgd_predict(&model, &ratings, predictions);
    print_floats("sgd_predict", shape, predictions, COUNT);
    model = model_of(kernels, setting);
    print_double("sgd_sweep_logistic", shape, kernels->sgd_sweep_logistic(&model, &ratings));
    print_model("sgd_sweep_logistic", shape, &model, setting);
}

static void sweep_triples(const mercer_kernels *kernels, const setting *setting, const char *shape) {
    int *positives = random_ints(44, COUNT, setting->items), *negatives = random_ints(45, COUNT, setting->items);
    for (int i = 0; i < COUNT; i++)
        negatives[i] = negatives[i] == positives[i] ? (negatives[i] + 1) % setting->items : negatives[i];
    const mercer_triples triples = {random_ints(46, COUNT, setting->users), positives, negatives, COUNT};
    mercer_sgd_model model = model_of(kernels, setting);
    print_double("sgd_sweep_bpr", shape, kernels->sgd_sweep_bpr(&model, &triples));
    print_model("sgd_sweep_bpr", shape, &model, setting);
}

/// The draws of a band of forty items for sixty users of ten pairs each.
static void sample(void) {
    enum { USERS = 60, PAIRS = 600, ITEMS = 40, NEGATIVES = 3 };
    int users[PAIRS], candidates[ITEMS], seen[ITEMS];
    for (int i = 0; i < PAIRS; i++)
        users[i] = i / 10;
    for (int i = 0; i < ITEMS; i++)
        candidates[i] = ITEMS - 1 - i;
    const mercer_ratings pairs = {users, random_ints(47, PAIRS, ITEMS), random_floats(48, PAIRS, 0, 1), PAIRS};
    const mercer_sgd_sampler sampler = {candidates, ITEMS, 49, 7, seen};
    static int columns[3][PAIRS * (1 + NEGATIVES)];
    static float values[PAIRS * (1 + NEGATIVES)];
    memset(seen, -1, sizeof seen);
    print_double("sgd_sample_triples", "",
                 (double)mercer_sgd_sample_triples(&sampler, &pairs, columns[0], columns[1], columns[2]));
    print_bytes("sgd_sample_triples", "", columns, sizeof columns);
    memset(seen, -1, sizeof seen);
    print_double("sgd_sample_pairs", "",
                 (double)mercer_sgd_sample_pairs(&sampler, &pairs, NEGATIVES, columns[0], columns[1], values));
    print_bytes("sgd_sample_pairs", "", columns, sizeof columns);
    print_bytes("sgd_sample_pairs", "", values, sizeof values);
}

void sgd_bits(const mercer_kernels *kernels) {
    static const int factors[] = {1, 3, 16, 17, 32, 64, 65, 128, 513};
    for (unsigned f = 0; f < sizeof factors / sizeof *factors; f++) {
        for (int variant = 0; variant < 4; variant++) {
            const int is_crowded = variant / 2;
            const setting setting = {factors[f], is_crowded ? 12 : 500, is_crowded ? 9 : 400, variant % 2};
            char shape[64];
            snprintf(shape, sizeof shape, "%d factors, %s%s", factors[f], is_crowded ? "crowded" : "sparse",
                     setting.is_adaptive ? ", AdaGrad" : "");
            sweep_pairs(kernels, &setting, shape);
            sweep_triples(kernels, &setting, shape);
        }
    }
    sample();
}
