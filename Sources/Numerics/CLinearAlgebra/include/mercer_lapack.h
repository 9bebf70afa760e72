// Cholesky factorisations and solves on the lower triangle of a row-major matrix.
//
// Every function returns LAPACK's info: 0 is success, -i means argument i was wrong, i > 0 means that the leading
// minor of order i is not positive definite. Right-hand sides lie one after another, `order` numbers each.
#pragma once

/// A = L·Lᵀ in place; only the lower triangle is read and written.
int mercer_spotrf(int order, float *a, int lead);

/// Solves A·x = b for `count` right-hand sides, given the factor mercer_spotrf left in `a`.
int mercer_spotrs(int order, int count, const float *a, int lead, float *b);

/// Factorises and solves in one call: mercer_spotrf, then mercer_spotrs when that succeeded.
int mercer_sposv(int order, int count, float *a, int lead, float *b);

/// Double precision mercer_spotrf, for the small systems where accuracy costs nothing.
int mercer_dpotrf(int order, double *a, int lead);

/// Double precision mercer_spotrs.
int mercer_dpotrs(int order, int count, const double *a, int lead, double *b);
