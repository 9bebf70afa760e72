// What the loaded BLAS is and what the processor could do.
#pragma once

/// Bits of mercer_processor_features.
#define MERCER_PROCESSOR_AVX2_FMA 1
#define MERCER_PROCESSOR_AVX512 2

/// Makes every later BLAS call run on `count` threads. The state is the library's own; Mercer's loops are parallel
/// outside BLAS, so the program asks for one, once, before any work.
void mercer_blas_set_threads(int count);

/// How many threads a BLAS call would use.
int mercer_blas_threads(void);

/// The kernel family OpenBLAS chose when it was loaded, such as "SkylakeX". Static text.
const char *mercer_blas_core(void);

/// OpenBLAS's version and build options. Static text.
const char *mercer_blas_config(void);

/// Which vector extensions processor and operating system both support, as MERCER_PROCESSOR_ bits; 0 off x86-64.
int mercer_processor_features(void);
