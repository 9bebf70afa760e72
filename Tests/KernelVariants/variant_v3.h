// Builds a kernel that is included after this for x86-64-v3 alone, under a name of its own.
#pragma once

#if defined(__x86_64__)
#define MERCER_KERNEL __attribute__((target("arch=x86-64-v3")))
#else
#define MERCER_KERNEL
#endif
#define MERCER_WIDE_KERNEL MERCER_KERNEL
#define MERCER_NARROW_KERNEL MERCER_KERNEL
#define MERCER_HAS_WIDE_VECTORS 0
#define MERCER_HAS_V3 1
#define MERCER_VARIANT(name) name##_v3
#include "variant_names.h"
