#!/usr/bin/env bash
# Compiles what graft cc adds to every link where it is wanted; the objects are checked in.
# Needs clang 22 and wasi-libc.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")"
into=../resources/graft/cc/runtime
mkdir -p "$into"
for each in exceptions host stack threads; do
  clang-22 --target=wasm32-wasip1 -mcpu=mvp -nostdlibinc -idirafter /usr/include/wasm32-wasi -fvisibility=default \
    -O2 -c "$each.c" -o "$into/$each.o"
done
