// Products over the system's BLAS.
#include "CLinearAlgebra.h"
#include <cblas.h>

void mercer_ssyrk_lower(int rows, int columns, float alpha, const float *a, int lead_a, float beta, float *c,
                        int lead_c) {
    cblas_ssyrk(CblasRowMajor, CblasLower, CblasTrans, columns, rows, alpha, a, lead_a, beta, c, lead_c);
}
