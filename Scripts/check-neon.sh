#!/usr/bin/env bash
# check-neon.sh: runs the C kernels as built for 64-bit ARM (NEON) under qemu and compares the bits of all they write with
# those of the AVX2 build of the same source, which `make test` holds against slow twins. Needs an x86-64 machine with AVX2.
set -euo pipefail
cd "$(dirname "$0")/.."

clang=$(dirname "$(readlink -f "$(command -v swift)")")/clang
missing=()
command -v qemu-aarch64 >/dev/null || missing+=(qemu-user)
[ -e /usr/aarch64-linux-gnu/lib/libc.a ] || missing+=(libc6-dev-arm64-cross)
compgen -G '/usr/lib/gcc-cross/aarch64-linux-gnu/*/libgcc.a' >/dev/null || missing+=(gcc-aarch64-linux-gnu)
if [ ${#missing[@]} -gt 0 ]; then
    echo "check-neon: missing ${missing[*]}; on Debian and Ubuntu: sudo apt-get install ${missing[*]}" >&2
    exit 69
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
kernels=Sources/Numerics/CLinearAlgebra
sources=("$kernels"/{als_cg,als_exact,rank,scan,sgd,sgd_bpr,sgd_sampling,vector}.c Tests/KernelVariants/*.c Tests/KernelBits/*.c)
options=(-O2 -Wall -Wextra -Werror -I "$kernels/include" -I Tests/KernelVariants/include)

# build NAME BUILD OPTION…: the program for one processor. The systems solved in double precision promise digits, not bits:
# compilers fuse their products or not, as suits the processor, so here both are told not to.
build() {
    local name=$1 kernels_under_test=$2
    shift 2
    "$clang" "$@" "${options[@]}" -ffp-contract=off -c "$kernels/als_precise.c" -o "$work/$name.o"
    "$clang" "$@" "${options[@]}" -DMERCER_KERNELS_UNDER_TEST="$kernels_under_test" "${sources[@]}" "$work/$name.o" \
        -static -fuse-ld=lld -lm -o "$work/$name"
}
build avx2 mercer_kernels_v3
build neon mercer_kernels_chosen --target=aarch64-linux-gnu

"$work/avx2" >"$work/avx2.txt"
qemu-aarch64 "$work/neon" >"$work/neon.txt"
if ! diff "$work/avx2.txt" "$work/neon.txt" >"$work/differences"; then
    grep '^[<>]' "$work/differences" | sort -k2 | head -40
    echo "check-neon: $(grep -c '^>' "$work/differences") of $(wc -l <"$work/neon.txt") results differ (< AVX2, > NEON)" >&2
    exit 1
fi
echo "check-neon: NEON and AVX2 give the same bits in all $(wc -l <"$work/neon.txt") results"
