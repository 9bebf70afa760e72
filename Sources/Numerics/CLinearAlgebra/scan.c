// Scans over rows of scores.
#include "CLinearAlgebra.h"
#include "kernel_support.h"

typedef int i16 __attribute__((vector_size(64)));

typedef _Bool b16 __attribute__((ext_vector_type(MERCER_LANES)));

MERCER_KERNEL int mercer_scan_above(const float *scores, long long start, long long count, float threshold,
                                    int *positions, int capacity, long long *next) {
    int found = 0;
    long long at = start;
    for (; at + MERCER_LANES <= count; at += MERCER_LANES) {
        // One bit per lane: asking each lane in turn would mispredict at every survivor.
        b16 above = __builtin_convertvector(*const_lanes(scores + at, 0) > threshold, b16);
        unsigned short survivors;
        __builtin_memcpy(&survivors, &above, sizeof survivors);
        for (; survivors != 0; survivors &= survivors - 1) {
            long long position = at + __builtin_ctz(survivors);
            if (found == capacity) {
                *next = position;
                return found;
            }
            positions[found++] = (int)position;
        }
    }
    for (; at < count && found < capacity; at++)
        if (scores[at] > threshold)
            positions[found++] = (int)at;
    *next = at;
    return found;
}

MERCER_KERNEL void mercer_count_above(const float *scores, long long count, float score, long long *greater,
                                      long long *equal) {
    i16 greater_lanes = {0}, equal_lanes = {0};
    long long at = 0, above = 0, same = 0;
    for (; at + MERCER_LANES <= count; at += MERCER_LANES) {
        // A true comparison is −1 in its lane.
        greater_lanes -= (i16)(*const_lanes(scores + at, 0) > score);
        equal_lanes -= (i16)(*const_lanes(scores + at, 0) == score);
    }
    for (int lane = 0; lane < MERCER_LANES; lane++) {
        above += greater_lanes[lane];
        same += equal_lanes[lane];
    }
    for (; at < count; at++) {
        above += scores[at] > score;
        same += scores[at] == score;
    }
    *greater = above;
    *equal = same;
}
