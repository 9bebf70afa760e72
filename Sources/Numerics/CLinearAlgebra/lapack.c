// Cholesky over the system's LAPACK.
//
// The row-major lower triangle is the column-major upper triangle of the same symmetric matrix, so calling LAPACK in
// its own order with 'U' needs no transposed copy; LAPACKE's row-major path would allocate one. The `_work` entry
// points skip LAPACKE's scan of the whole matrix for NaN. OpenBLAS lets a NaN pivot pass, so the factor's diagonal is
// looked at here; a NaN anywhere in the triangle reaches it.
#include "CLinearAlgebra.h"
#include <lapacke.h>

int mercer_dpotrf(int order, double *a, int lead) {
    int info = (int)LAPACKE_dpotrf_work(LAPACK_COL_MAJOR, 'U', order, a, lead);
    for (int i = 0; info == 0 && i < order; i++)
        if (!(a[(long)i * lead + i] > 0))
            info = i + 1;
    return info;
}

int mercer_dpotrs(int order, int count, const double *a, int lead, double *b) {
    return (int)LAPACKE_dpotrs_work(LAPACK_COL_MAJOR, 'U', order, count, a, lead, b, order);
}
