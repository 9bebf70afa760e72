// Scores of panels of items for groups of users. The product stays in registers until it is known to matter.
#include "CLinearAlgebra.h"
#include "kernel_support.h"

#define PANEL mercer_panel_items
#define GROUP mercer_group_users
#define PANEL_VECTORS (PANEL / MERCER_LANES)

typedef _Bool b16 __attribute__((ext_vector_type(MERCER_LANES)));

void mercer_pack_items(const float *rows, const int *order, long long count, int factors, float *panels) {
    for (long long first = 0; first < count; first += PANEL, panels += (long long)factors * PANEL) {
        for (int lane = 0; lane < PANEL; lane++) {
            const float *row = first + lane < count ? rows + (long long)order[first + lane] * factors : 0;
            for (int k = 0; k < factors; k++)
                panels[(long long)k * PANEL + lane] = row ? row[k] : 0;
        }
    }
}

void mercer_pack_users(const float *rows, const int *members, int count, int factors, float *group) {
    for (int m = 0; m < GROUP; m++) {
        const float *row = m < count && members[m] >= 0 ? rows + (long long)members[m] * factors : 0;
        for (int k = 0; k < factors; k++)
            group[(long long)k * GROUP + m] = row ? row[k] : 0;
    }
}

/// The scores of `vectors` vectors of items for `users` users: sums[m · vectors + v]. `users` and `vectors` are
/// constants, chosen so that all sums have a register.
MERCER_INLINE void score_tile(const int users, const int vectors, const float *restrict panel,
                              const float *restrict biases, const float *restrict group, const float *restrict offsets,
                              int factors, v16 *restrict sums) {
#pragma clang loop unroll(full)
    for (int i = 0; i < users * vectors; i++)
        sums[i] = (v16){0};
    for (int k = 0; k < factors; k++, panel += PANEL, group += GROUP) {
#pragma clang loop unroll(full)
        for (int m = 0; m < users; m++) {
#pragma clang loop unroll(full)
            for (int v = 0; v < vectors; v++)
                sums[m * vectors + v] += group[m] * *const_lanes(panel, v);
        }
    }
    if (!biases)
        return;
#pragma clang loop unroll(full)
    for (int m = 0; m < users; m++) {
#pragma clang loop unroll(full)
        for (int v = 0; v < vectors; v++)
            sums[m * vectors + v] += offsets[m] + *const_lanes(biases, v);
    }
}

/// One bit per lane that is not below the threshold.
MERCER_INLINE unsigned reaching(const v16 *scores, float threshold) {
    b16 lanes_reaching = __builtin_convertvector(*scores >= threshold, b16);
    unsigned short bits;
    __builtin_memcpy(&bits, &lanes_reaching, sizeof bits);
    return bits;
}

/// The score as an integer that orders as scores do; −0 and 0 are equal.
MERCER_INLINE unsigned ordered_bits(float score) {
    unsigned bits;
    score += 0;
    __builtin_memcpy(&bits, &score, sizeof bits);
    return bits >> 31 ? ~bits : bits | 1u << 31;
}

/// Appends the lanes of `survivors` to a user's list.
MERCER_INLINE void append(const mercer_rank_block *block, int user, const v16 *scores, unsigned survivors,
                          const int *rows) {
    v16 stored = *scores;
    unsigned long long *list = block->survivors + user * block->survivor_stride;
    int count = block->survivor_counts[user];
    for (; survivors; survivors &= survivors - 1) {
        int lane = __builtin_ctz(survivors);
        list[count++] = (unsigned long long)ordered_bits(stored[lane]) << 32 | (unsigned)~rows[lane];
    }
    block->survivor_counts[user] = count;
}

/// `mercer_rank_survivors` for members from ..< from + users and `vectors` vectors of one panel.
MERCER_INLINE void rank_tile(const int users, const int vectors, const mercer_item_panels *items, const int *rows,
                             long long panel, int vector, const float *group, const int *members, const float *offsets,
                             const float *thresholds, const mercer_rank_block *block) {
    v16 sums[GROUP * PANEL_VECTORS];
    unsigned reached[GROUP * PANEL_VECTORS], any = 0;
    long long item = panel * PANEL + vector * MERCER_LANES;
    score_tile(users, vectors, items->factors + panel * items->factor_count * PANEL + vector * MERCER_LANES,
               items->biases ? items->biases + item : 0, group, offsets, items->factor_count, sums);
#pragma clang loop unroll(full)
    for (int i = 0; i < users * vectors; i++)
        any |= reached[i] = reaching(&sums[i], thresholds[i / vectors]);
    if (!any)
        return;
#pragma clang loop unroll(full)
    for (int i = 0; i < users * vectors; i++) {
        int user = members[i / vectors], v = vector + i % vectors;
        if (!reached[i] || user < 0)
            continue;
        unsigned excluded = block->excluded[user * block->excluded_stride + panel] >> (v * MERCER_LANES);
        unsigned survivors = reached[i] & ~excluded;
        if (survivors)
            append(block, user, &sums[i], survivors, rows + item + i % vectors * MERCER_LANES);
    }
}

MERCER_INLINE void rank_survivors(const int users, const int vectors, const mercer_item_panels *items, const int *rows,
                                  long long first, long long end, const float *group, const int *members,
                                  const mercer_rank_block *block) {
    float offsets[GROUP], thresholds[GROUP];
    for (int m = 0; m < GROUP; m++) {
        offsets[m] = members[m] < 0 ? 0 : block->offsets[members[m]];
        thresholds[m] = members[m] < 0 ? __builtin_inff() : block->thresholds[members[m]];
    }
    for (long long panel = first; panel < end; panel++)
        for (int m = 0; m < GROUP; m += users)
            for (int v = 0; v < PANEL_VECTORS; v += vectors)
                rank_tile(users, vectors, items, rows, panel, v, group + m, members + m, offsets + m, thresholds + m,
                          block);
}

MERCER_INLINE void score_panels(const int users, const int vectors, const mercer_item_panels *items,
                                long long item_count, const float *group, const float *group_offsets, int user_count,
                                float *scores, long long stride) {
    float offsets[GROUP] = {0};
    for (int m = 0; group_offsets && m < user_count; m++)
        offsets[m] = group_offsets[m];
    for (long long item = 0; item < item_count; item += PANEL) {
        for (int m = 0; m < user_count; m += users) {
            for (int v = 0; v < PANEL_VECTORS; v += vectors) {
                v16 sums[GROUP * PANEL_VECTORS];
                long long at = item + v * MERCER_LANES;
                score_tile(users, vectors, items->factors + item * items->factor_count + v * MERCER_LANES,
                           items->biases ? items->biases + at : 0, group + m, offsets + m, items->factor_count, sums);
                for (int i = 0; i < users * vectors && m + i / vectors < user_count; i++) {
                    float *into = scores + (m + i / vectors) * stride + at + i % vectors * MERCER_LANES;
                    long long left = item_count - at - i % vectors * MERCER_LANES;
                    if (left >= MERCER_LANES) {
                        *lanes(into, 0) = sums[i];
                        continue;
                    }
                    for (int lane = 0; lane < left; lane++)
                        into[lane] = sums[i][lane];
                }
            }
        }
    }
}

// The tile is the greatest whose sums fit in the registers, so it is another for each processor generation: 24 of 32
// with AVX-512, 12 of 16 with AVX2 (two to a vector). `target_clones` would give all of them the same one.
#if defined(__x86_64__)
#define FOR_EACH_TARGET(define)                                                                                        \
    define(_v4, __attribute__((target("arch=x86-64-v4,no-prefer-256-bit"))), 12, 2)                                    \
        define(_v3, __attribute__((target("arch=x86-64-v3"))), 6, 1) define(_base, , 2, 1)
#define DISPATCH(function, ...)                                                                                        \
    if (MERCER_HAS_WIDE_VECTORS)                                                                                       \
        function##_v4(__VA_ARGS__);                                                                                    \
    else if (MERCER_HAS_V3)                                                                                            \
        function##_v3(__VA_ARGS__);                                                                                    \
    else                                                                                                               \
        function##_base(__VA_ARGS__)
#else
#define FOR_EACH_TARGET(define) define(_base, , 6, 1)
#define DISPATCH(function, ...) function##_base(__VA_ARGS__)
#endif

#define RANK_SURVIVORS(suffix, target, users, vectors)                                                                 \
    target static void rank_survivors##suffix(const mercer_item_panels *items, const int *rows, long long first,       \
                                              long long end, const float *group, const int *members,                   \
                                              const mercer_rank_block *block) {                                        \
        rank_survivors(users, vectors, items, rows, first, end, group, members, block);                                \
    }
FOR_EACH_TARGET(RANK_SURVIVORS)

#define SCORE_PANELS(suffix, target, users, vectors)                                                                   \
    target static void score_panels##suffix(const mercer_item_panels *items, long long item_count, const float *group, \
                                            const float *offsets, int user_count, float *scores, long long stride) {   \
        score_panels(users, vectors, items, item_count, group, offsets, user_count, scores, stride);                   \
    }
FOR_EACH_TARGET(SCORE_PANELS)

void mercer_rank_survivors(const mercer_item_panels *items, const int *rows, long long first, long long end,
                           const float *group, const int *members, const mercer_rank_block *block) {
    DISPATCH(rank_survivors, items, rows, first, end, group, members, block);
}

void mercer_score_panels(const mercer_item_panels *items, long long item_count, const float *group,
                         const float *offsets, int users, float *scores, long long stride) {
    DISPATCH(score_panels, items, item_count, group, offsets, users, scores, stride);
}

MERCER_KERNEL void mercer_dot_pairs(const float *user_rows, const int *users, const float *item_rows, const int *items,
                                    long long count, int factors, float *dots) {
    // Eight pairs at a time: a chain waits for itself, several hide each other's wait.
    enum { PAIRS = 8 };
    for (long long first = 0; first < count; first += PAIRS) {
        float sums[PAIRS] = {0};
        const float *x[PAIRS], *y[PAIRS];
        for (int n = 0; n < PAIRS; n++) {
            long long pair = first + n < count ? first + n : first;
            x[n] = user_rows + (long long)users[pair] * factors;
            y[n] = item_rows + (long long)items[pair] * factors;
        }
        // Vectorised over the factors, as for NEON it would be, a link would be rounded twice.
#pragma clang loop vectorize(disable)
        for (int k = 0; k < factors; k++) {
#pragma clang loop unroll(full)
            for (int n = 0; n < PAIRS; n++)
                sums[n] += x[n][k] * y[n][k];
        }
        for (int n = 0; n < PAIRS && first + n < count; n++)
            dots[first + n] = sums[n];
    }
}
