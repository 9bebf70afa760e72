#include "variant_v3.h"
// After the names it is to get.
#include "../../Sources/Numerics/CLinearAlgebra/sgd_bpr.c"
