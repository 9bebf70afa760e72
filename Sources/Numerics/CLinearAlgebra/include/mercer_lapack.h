// Cholesky factorisations and solves on the lower triangle of a row-major matrix.
//
// Every function returns LAPACK's info: 0 is success, -i means argument i was wrong, i > 0 means that the leading
// minor of order i is not positive definite. Right-hand sides lie one after another, `order` numbers each.
#pragma once

/// A = L·Lᵀ in place, in double precision, for the small systems where accuracy costs nothing. Only the lower triangle
/// is read and written.
int mercer_dpotrf(int order, double *a, int lead);

/// Solves A·x = b for `count` right-hand sides, given the factor mercer_dpotrf left in `a`.
int mercer_dpotrs(int order, int count, const double *a, int lead, double *b);
