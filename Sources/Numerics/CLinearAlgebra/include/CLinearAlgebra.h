// The numeric shim Mercer's Swift code sees: BLAS, LAPACK and the vector kernels no library offers.
//
// Rules of this header: no system header is included, so importing it brings no other C name into Swift; every
// symbol starts with `mercer_`; LAPACK's `info` is returned as it is; nothing allocates or keeps state, so each
// function may run on any number of threads at once. All matrices are row-major. The Swift side checks shapes.
#pragma once

#include "mercer_als.h"
#include "mercer_blas.h"
#include "mercer_lapack.h"
#include "mercer_rank.h"
#include "mercer_runtime.h"
#include "mercer_scan.h"
#include "mercer_sgd.h"
#include "mercer_vector.h"
