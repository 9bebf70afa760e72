// Scores of items for users, and lists of the best of them.
//
// A score is a chain of fused multiply-adds over the factors in their order, started at zero, plus the biases:
//
//     dot = fma(x[f-1], y[f-1], … fma(x[1], y[1], fma(x[0], y[0], 0)))
//     score = dot + (offset + bias)
//
// Whatever the function, the block or the place in it, a pair has the same bits. (Without fused multiply-add in the
// processor each link is rounded twice, everywhere alike.)
#pragma once

/// Items scored side by side, and users that share them.
enum { mercer_panel_items = 32, mercer_group_users = 12 };

/// Items side by side in panels: factor f of item i lies at (i / 32 · factors + f) · 32 + i % 32. Items are padded with
/// zeros to whole panels. `biases` has one number per item, padded; NULL when scores are products alone.
typedef struct {
    const float *factors;
    const float *biases;
    int factor_count;
} mercer_item_panels;

/// Users whose lists are made together; one element or stretch per user.
typedef struct {
    /// What is added to an item's bias.
    const float *offsets;
    /// Scores below are of no interest. Neither NaN nor −∞ reach the lowest finite number.
    const float *thresholds;
    /// One word per panel, `excluded_stride` words per user: bit i leaves out item i of the panel. Padding is left out.
    const unsigned *excluded;
    long long excluded_stride;
    /// Survivors of a user, `survivor_stride` places each, and how many there are.
    unsigned long long *survivors;
    long long survivor_stride;
    int *survivor_counts;
} mercer_rank_block;

/// Copies rows[order[0]], rows[order[1]] … into panels.
void mercer_pack_items(const float *rows, const int *order, long long count, int factors, float *panels);

/// Lays rows[members[0]], rows[members[1]] … (at most 12) side by side: factor f of member m at f · 12 + m. Places of
/// absent members, which are negative or past `count`, hold zeros.
void mercer_pack_users(const float *rows, const int *members, int count, int factors, float *group);

/// Scores panels first ..< end for a group of users and appends what reaches a user's threshold, and isn't excluded, to
/// their survivors: the score in the upper half, as an integer that orders as scores do, and ~rows[item] in the lower.
/// A place for every item of the panels must be left. `members` says which user of the block each of the 12 is;
/// negative: none.
void mercer_rank_survivors(const mercer_item_panels *items, const int *rows, long long first, long long end,
                           const float *group, const int *members, const mercer_rank_block *block);

/// Scores the first `item_count` items for the first `users` of a group: scores[m · stride + i]. `offsets` has one
/// number for each of the users; NULL: zero.
void mercer_score_panels(const mercer_item_panels *items, long long item_count, const float *group,
                         const float *offsets, int users, float *scores, long long stride);

/// The products of pairs: dots[n] for user_rows[users[n]] and item_rows[items[n]].
void mercer_dot_pairs(const float *user_rows, const int *users, const float *item_rows, const int *items,
                      long long count, int factors, float *dots);
