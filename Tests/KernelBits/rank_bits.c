// Scores, survivors, scans and sums of vectors.
#include "kernel_bits.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_ITEMS = 320, WORDS = MOST_ITEMS / mercer_panel_items };

/// Items in descending order and twelve users, of whom the fourth is absent.
typedef struct {
    int items, factors;
    float *users, *rows, *panels, *biases;
    float group[513 * mercer_group_users];
    int order[MOST_ITEMS], members[mercer_group_users];
} stage;

static void fill(stage *stage, int items, int factors) {
    stage->items = items;
    stage->factors = factors;
    stage->users = random_floats(51, (long long)mercer_group_users * factors, -1, 1);
    stage->rows = random_floats(52, (long long)items * factors, -1, 1);
    stage->panels = aligned_zeros((long long)MOST_ITEMS * factors * (long long)sizeof(float));
    stage->biases = random_floats(53, MOST_ITEMS, 0, 2);
    memset(stage->order, 0, sizeof stage->order);
    for (int i = 0; i < items; i++)
        stage->order[i] = items - 1 - i;
    for (int m = 0; m < mercer_group_users; m++)
        stage->members[m] = m == 3 ? -1 : m;
    mercer_pack_items(stage->rows, stage->order, items, factors, stage->panels);
    mercer_pack_users(stage->users, stage->members, mercer_group_users, factors, stage->group);
}

static void score(const mercer_kernels *kernels, const stage *stage, const char *shape) {
    const mercer_item_panels items = {stage->panels, stage->biases, stage->factors};
    float scores[mercer_group_users * MOST_ITEMS] = {0}, dots[mercer_group_users * MOST_ITEMS];
    int users[mercer_group_users * MOST_ITEMS], rows[mercer_group_users * MOST_ITEMS];
    const float *offsets = random_floats(54, mercer_group_users, -1, 1);
    kernels->score_panels(&items, stage->items, stage->group, offsets, mercer_group_users - 1, scores, MOST_ITEMS);
    print_floats("score_panels", shape, scores, mercer_group_users * MOST_ITEMS);
    int pairs = 0;
    for (int m = 0; m < mercer_group_users; m++)
        for (int i = 0; i < stage->items; i++, pairs++) {
            users[pairs] = m;
            rows[pairs] = i;
        }
    kernels->dot_pairs(stage->users, users, stage->rows, rows, pairs, stage->factors, dots);
    print_floats("dot_pairs", shape, dots, pairs);
}

static void rank(const mercer_kernels *kernels, const stage *stage, const char *shape) {
    const mercer_item_panels items = {stage->panels, stage->biases, stage->factors};
    static unsigned long long survivors[mercer_group_users * MOST_ITEMS];
    unsigned excluded[mercer_group_users * WORDS];
    float thresholds[mercer_group_users];
    int counts[mercer_group_users] = {0};
    const int panels = (stage->items + mercer_panel_items - 1) / mercer_panel_items;
    memset(survivors, 0, sizeof survivors);
    memset(excluded, 0, sizeof excluded);
    for (int m = 0; m < mercer_group_users; m++) {
        thresholds[m] = m == 5 ? -3.4e38f : 1.25f;
        for (int i = stage->items; i < panels * mercer_panel_items; i++)
            excluded[m * WORDS + i / 32] |= 1u << i % 32;
        for (int i = m; i < stage->items; i += 5)
            excluded[m * WORDS + i / 32] |= 1u << i % 32;
    }
    const mercer_rank_block block = {
        random_floats(55, mercer_group_users, 0, 1), thresholds, excluded, WORDS, survivors, MOST_ITEMS, counts};
    kernels->rank_survivors(&items, stage->order, 0, panels, stage->group, stage->members, &block);
    print_bytes("rank_survivors", shape, counts, sizeof counts);
    print_bytes("rank_survivors", shape, survivors, sizeof survivors);
}

static void scan(const mercer_kernels *kernels, int count) {
    char shape[64];
    snprintf(shape, sizeof shape, "%d scores", count);
    bits_random random = {(unsigned long long)count};
    float scores[500];
    for (int i = 0; i < count; i++)
        scores[i] = i == 20 ? NAN : (float)next_int(&random, 8);
    int positions[32] = {0};
    long long found[2], next = 0, digest[3] = {0};
    while (next < count) {
        const int survivors = kernels->scan_above(scores, next, count, 3, positions, 7, &next);
        for (int i = 0; i < survivors; i++)
            digest[0] = digest[0] * 31 + positions[i];
    }
    kernels->count_above(scores, count, 3, &found[0], &found[1]);
    memcpy(digest + 1, found, sizeof found);
    print_bytes("scan_above, count", shape, digest, sizeof digest);
    float *x = random_floats(56, count + 1, -1, 1), *y = random_floats(57, count + 1, -1, 1);
    kernels->axpy(0.37f, x, y, count);
    print_floats("axpy", shape, y, count);
    print_double("sum_of_squares", shape, kernels->sum_of_squares(x, count));
}

void rank_bits(const mercer_kernels *kernels) {
    static const int items[] = {1, 31, 32, 33, 129, 300}, factors[] = {1, 2, 16, 64, 513},
                     counts[] = {0, 1, 15, 16, 17, 33, 500};
    stage *stage = malloc(sizeof *stage);
    for (unsigned i = 0; i < sizeof items / sizeof *items; i++) {
        for (unsigned f = 0; f < sizeof factors / sizeof *factors; f++) {
            char shape[64];
            snprintf(shape, sizeof shape, "%d items, %d factors", items[i], factors[f]);
            fill(stage, items[i], factors[f]);
            score(kernels, stage, shape);
            rank(kernels, stage, shape);
        }
    }
    for (unsigned c = 0; c < sizeof counts / sizeof *counts; c++)
        scan(kernels, counts[c]);
}
