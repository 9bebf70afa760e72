#!/usr/bin/env bash
# Installs what Mercer builds on: system packages where this user may, and the Python of the example's test. Asks nothing.
set -euo pipefail
cd "$(dirname "$0")/.."

packages=(libopenblas-dev liblapacke-dev zlib1g-dev libzstd-dev pkg-config clang-format python3-venv)

installed() { dpkg-query -W -f='${Status}' "$1" 2>/dev/null | grep -q 'ok installed'; }

missing=()
if command -v dpkg-query >/dev/null; then
    for package in "${packages[@]}"; do installed "$package" || missing+=("$package"); done
else
    echo "This system has no dpkg. Install OpenBLAS, LAPACKE, zlib and zstd with their headers, then run make again." >&2
    [ -e /usr/include/zstd.h ] || exit 1
fi

if [ ${#missing[@]} -gt 0 ]; then
    command="apt-get install -y --no-install-recommends ${missing[*]}"
    if [ "$(id -u)" = 0 ]; then
        as_root=()
    elif sudo -n true 2>/dev/null; then
        as_root=(sudo -n)
    else
        echo "System packages are missing and this user may not install them. Run:" >&2
        echo "  sudo $command" >&2
        exit 1
    fi
    echo "Installing ${missing[*]}" >&2
    "${as_root[@]}" apt-get update -qq
    DEBIAN_FRONTEND=noninteractive "${as_root[@]}" $command -qq >/dev/null
fi

if [ ! -x .build/python/bin/python ] || ! .build/python/bin/python -c 'import safetensors, numpy' 2>/dev/null; then
    echo "Making .build/python with safetensors and numpy" >&2
    python3 -m venv .build/python
    .build/python/bin/pip install --quiet --disable-pip-version-check safetensors numpy
fi
