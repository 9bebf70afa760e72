#include "als_precise.h"
#include "als_support.h"

/// Share of G's diagonal that a G summed in single precision can leave in a pivot by rounding.
#define FLOAT_NOISE (8 * 0x1p-23)
/// Share of A's diagonal below which a pivot is taken for rounding: what double precision leaves of a zero after a few
/// small pivots, and still enough digits for a solution in single precision.
#define DOUBLE_NOISE 0x1p-34

long long mercer_als_precise_scratch(int factors) {
    return (long long)factors * (factors + 2);
}

/// The lower triangle of G + λI + Σ a·y·yᵀ, and b.
static void form(const mercer_als_problem *problem, long long row, double *matrix, double *side) {
    const int factors = problem->factors;
    for (int i = 0; i < factors; i++) {
        side[i] = 0;
        for (int k = 0; k <= i; k++)
            matrix[(long)i * factors + k] = problem->gram ? problem->gram[(long)i * factors + k] : 0;
        matrix[(long)i * factors + i] += problem->regularization[row];
    }
    const long end = problem->observed.offsets[row + 1];
    for (long entry = problem->observed.offsets[row]; entry < end; entry++) {
        const float *y = problem->other + (long)problem->observed.columns[entry] * factors;
        const double a = quadratic(problem, entry), b = target(problem, entry);
        for (int i = 0; i < factors; i++) {
            const double scaled = a * y[i];
            side[i] += b * y[i];
            for (int k = 0; k <= i; k++)
                matrix[(long)i * factors + k] += scaled * y[k];
        }
    }
}

/// The place of the first of `count` pivots that its own rounding errors, or those of a G summed in single precision,
/// could have made; 0 when there is none. `before` is the diagonal of A.
static int first_lost_pivot(const mercer_als_problem *problem, const double *factor, const double *before, int count) {
    const int factors = problem->factors;
    for (int i = 0; i < count; i++) {
        const double root = factor[(long)i * factors + i];
        const double gram = problem->gram ? problem->gram[(long)i * factors + i] : 0;
        if (!(root * root > FLOAT_NOISE * gram + DOUBLE_NOISE * before[i]))
            return i + 1;
    }
    return 0;
}

int mercer_als_precise(const mercer_als_problem *problem, long long row, float *solution, float *side,
                       double *scratch) {
    const int factors = problem->factors;
    double *matrix = scratch, *rest = matrix + (long)factors * factors, *before = rest + factors;
    form(problem, row, matrix, rest);
    for (int i = 0; i < factors; i++)
        before[i] = matrix[(long)i * factors + i];
    const int info = mercer_dpotrf(factors, matrix, factors);
    const int lost = first_lost_pivot(problem, matrix, before, info == 0 ? factors : info - 1);
    if (lost != 0 || info != 0)
        return lost != 0 ? lost : info;
    for (int i = 0; i < factors; i++) {
        for (int k = 0; k < i; k++)
            rest[i] -= matrix[(long)i * factors + k] * rest[k];
        rest[i] /= matrix[(long)i * factors + i];
        side[i] = (float)rest[i];
    }
    for (int i = factors - 1; i >= 0; i--) {
        rest[i] /= matrix[(long)i * factors + i];
        for (int k = 0; k < i; k++)
            rest[k] -= matrix[(long)i * factors + k] * rest[i];
        solution[i] = (float)rest[i];
    }
    return 0;
}
