// Scans over rows of scores, for top-N lists and exact ranks. A NaN score compares false and is never a survivor.
#pragma once

/// Writes the positions from `start` on whose score exceeds `threshold` into `positions`, ascending, until `capacity`
/// of them are found or the row ends; `*next` receives the position to go on from. Returns how many were written.
/// Here because almost no score enters a top-N heap once it is full, and this skips the others 16 at a time.
int mercer_scan_above(const float *scores, long long start, long long count, float threshold, int *positions,
                      int capacity, long long *next);

/// Counts the scores greater than `score` and those equal to it: an item's exact rank without sorting.
void mercer_count_above(const float *scores, long long count, float score, long long *greater, long long *equal);
