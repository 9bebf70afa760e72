// Negative items for the sampled losses of stochastic gradient descent; what is drawn stands in mercer_sgd.h.
#include "CLinearAlgebra.h"
#include "kernel_support.h"

/// SplitMix64's finaliser (Steele, Lea and Flood 2014).
MERCER_INLINE unsigned long long mixed(unsigned long long bits) {
    bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9ull;
    bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EBull;
    return bits ^ (bits >> 31);
}

/// An item of the band the user has not seen, or −1. The draws count up from a stream that `place` chooses.
MERCER_INLINE int draw(const mercer_sgd_sampler *sampler, unsigned long long place, int user) {
    unsigned long long state = mixed(sampler->seed ^ mixed(place));
    for (int attempt = 0; attempt < MERCER_SGD_ATTEMPTS; attempt++) {
        state += 0x9E3779B97F4A7C15ull;
        const unsigned __int128 product =
            (unsigned __int128)mixed(state) * (unsigned long long)sampler->candidate_count;
        const int item = sampler->candidates[(unsigned long long)(product >> 64)];
        if (sampler->seen_by[item] != user)
            return item;
    }
    return -1;
}

/// Marks what the user of pair `at` has seen and returns where the user's pairs end.
MERCER_INLINE long long mark_seen(const mercer_sgd_sampler *sampler, const mercer_ratings *pairs, long long at) {
    const int user = pairs->users[at];
    for (; at < pairs->count && pairs->users[at] == user; at++)
        sampler->seen_by[pairs->items[at]] = user;
    return at;
}

long long mercer_sgd_sample_triples(const mercer_sgd_sampler *sampler, const mercer_ratings *pairs, int *users,
                                    int *positives, int *negatives) {
    long long written = 0;
    for (long long at = 0; at < pairs->count;) {
        const long long end = mark_seen(sampler, pairs, at);
        for (; at < end; at++) {
            const int negative = draw(sampler, (unsigned long long)(sampler->first + at), pairs->users[at]);
            if (negative < 0)
                continue;
            users[written] = pairs->users[at];
            positives[written] = pairs->items[at];
            negatives[written++] = negative;
        }
    }
    return written;
}

long long mercer_sgd_sample_pairs(const mercer_sgd_sampler *sampler, const mercer_ratings *pairs, int negatives,
                                  int *users, int *items, float *values) {
    const unsigned long long draws = (unsigned long long)negatives;
    long long written = 0;
    for (long long at = 0; at < pairs->count;) {
        const long long end = mark_seen(sampler, pairs, at);
        for (; at < end; at++) {
            const int user = pairs->users[at];
            users[written] = user;
            items[written] = pairs->items[at];
            values[written++] = pairs->values[at];
            for (unsigned long long drawn = 0; drawn < draws; drawn++) {
                const int negative = draw(sampler, (unsigned long long)(sampler->first + at) * draws + drawn, user);
                if (negative < 0)
                    break;
                users[written] = user;
                items[written] = negative;
                values[written++] = -1;
            }
        }
    }
    return written;
}
