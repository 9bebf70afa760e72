// Cholesky over the system's LAPACK.
//
// The row-major lower triangle is the column-major upper triangle of the same symmetric matrix, so calling LAPACK in
// its own order with 'U' needs no transposed copy; LAPACKE's row-major path would allocate one. The `_work` entry
// points skip LAPACKE's scan for NaN: a NaN ends as a failed pivot, which info reports.
#include "CLinearAlgebra.h"
#include <lapacke.h>

int mercer_spotrf(int order, float *a, int lead) {
    return (int)LAPACKE_spotrf_work(LAPACK_COL_MAJOR, 'U', order, a, lead);
}

int mercer_spotrs(int order, int count, const float *a, int lead, float *b) {
    return (int)LAPACKE_spotrs_work(LAPACK_COL_MAJOR, 'U', order, count, a, lead, b, order);
}

int mercer_sposv(int order, int count, float *a, int lead, float *b) {
    return (int)LAPACKE_sposv_work(LAPACK_COL_MAJOR, 'U', order, count, a, lead, b, order);
}

int mercer_dpotrf(int order, double *a, int lead) {
    return (int)LAPACKE_dpotrf_work(LAPACK_COL_MAJOR, 'U', order, a, lead);
}

int mercer_dpotrs(int order, int count, const double *a, int lead, double *b) {
    return (int)LAPACKE_dpotrs_work(LAPACK_COL_MAJOR, 'U', order, count, a, lead, b, order);
}
