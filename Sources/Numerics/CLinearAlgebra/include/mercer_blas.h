// Dense products, single precision, row-major. Leading dimensions are in elements.
#pragma once

/// C = alpha · op(A) · op(B) + beta · C, where op transposes when its flag is not 0 and C is rows × columns.
/// Exists because cblas.h drags in system headers and enumerations Swift would have to spell.
void mercer_sgemm(int transpose_a, int transpose_b, int rows, int columns, int depth, float alpha, const float *a,
                  int lead_a, const float *b, int lead_b, float beta, float *c, int lead_c);

/// The lower triangle of C = alpha · Aᵀ·A + beta · C for A: rows × columns. Half the work of the full product; the
/// upper triangle is left alone.
void mercer_ssyrk_lower(int rows, int columns, float alpha, const float *a, int lead_a, float beta, float *c,
                        int lead_c);

/// y = alpha · op(A) · x + beta · y for A: rows × columns.
void mercer_sgemv(int transpose, int rows, int columns, float alpha, const float *a, int lead_a, const float *x,
                  float beta, float *y);
