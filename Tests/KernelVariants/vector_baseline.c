#include "variant_baseline.h"
// After the names it is to get.
#include "../../Sources/Numerics/CLinearAlgebra/vector.c"
