// Products over the system's BLAS.
#include "CLinearAlgebra.h"
#include <cblas.h>

void mercer_sgemm(int transpose_a, int transpose_b, int rows, int columns, int depth, float alpha, const float *a,
                  int lead_a, const float *b, int lead_b, float beta, float *c, int lead_c) {
    cblas_sgemm(CblasRowMajor, transpose_a ? CblasTrans : CblasNoTrans, transpose_b ? CblasTrans : CblasNoTrans, rows,
                columns, depth, alpha, a, lead_a, b, lead_b, beta, c, lead_c);
}

void mercer_ssyrk_lower(int rows, int columns, float alpha, const float *a, int lead_a, float beta, float *c,
                        int lead_c) {
    cblas_ssyrk(CblasRowMajor, CblasLower, CblasTrans, columns, rows, alpha, a, lead_a, beta, c, lead_c);
}

void mercer_sgemv(int transpose, int rows, int columns, float alpha, const float *a, int lead_a, const float *x,
                  float beta, float *y) {
    cblas_sgemv(CblasRowMajor, transpose ? CblasTrans : CblasNoTrans, rows, columns, alpha, a, lead_a, x, 1, beta, y,
                1);
}
