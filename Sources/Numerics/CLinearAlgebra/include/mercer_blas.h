// Dense products, single precision, row-major. Leading dimensions are in elements.
#pragma once

/// The lower triangle of C = alpha · Aᵀ·A + beta · C for A: rows × columns. Half the work of the full product; the
/// upper triangle is left alone. Exists because cblas.h drags in system headers and enumerations Swift would have to
/// spell.
void mercer_ssyrk_lower(int rows, int columns, float alpha, const float *a, int lead_a, float beta, float *c,
                        int lead_c);
