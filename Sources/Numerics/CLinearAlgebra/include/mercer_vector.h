// Single-precision vector kernels. Sums run in 16 lanes folded in a fixed order, so a result depends on the data and
// the processor alone.
#pragma once

/// y += alpha · x. Here because a BLAS call costs more than the sum itself at the lengths of a factor row.
void mercer_axpy(float alpha, const float *x, float *y, long long count);

/// Σ x_i² accumulated in double precision: for losses over millions of elements, where float would stagnate.
double mercer_sum_of_squares(const float *x, long long count);
