// One row's normal equations in double precision, for systems whose pivots lose their digits in single precision:
// weights many orders of magnitude apart, hardly any regularization, or no unique solution at all.
#pragma once

#include "CLinearAlgebra.h"

/// Doubles of scratch memory that mercer_als_precise needs.
long long mercer_als_precise_scratch(int factors);

/// Forms and solves row `row`; writes x to `solution` and z, for which b·x = z·z, to `side`. Returns 0, or the
/// one-based place of the first pivot that cannot be told from zero. O(entries · factors² + factors³).
int mercer_als_precise(const mercer_als_problem *problem, long long row, float *solution, float *side, double *scratch);
