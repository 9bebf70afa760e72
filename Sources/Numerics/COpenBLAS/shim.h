// The system's BLAS and LAPACK headers; only CLinearAlgebra includes them.
#pragma once
#include <cblas.h>
#include <lapacke.h>
