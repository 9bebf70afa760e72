// Builds a kernel that is included after this for every processor of its family, under a name of its own.
#pragma once

#define MERCER_KERNEL
#define MERCER_WIDE_KERNEL
#define MERCER_NARROW_KERNEL
#define MERCER_HAS_WIDE_VECTORS 0
#define MERCER_HAS_V3 0
#define MERCER_VARIANT(name) name##_baseline
#include "variant_names.h"
