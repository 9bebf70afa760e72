// Builds a kernel that is included after this for every processor of its family, under a name of its own.
#pragma once

#define MERCER_KERNEL
#define MERCER_WIDE_KERNEL
#define MERCER_NARROW_KERNEL
#define MERCER_HAS_WIDE_VECTORS 0
#define mercer_als_cg mercer_als_cg_baseline
#define mercer_als_cg_scratch mercer_als_cg_scratch_baseline
#define mercer_als_exact mercer_als_exact_baseline
#define mercer_als_exact_scratch mercer_als_exact_scratch_baseline
