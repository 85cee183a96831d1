#!/usr/bin/env bash
# Builds the programs of the scenarios; the results are checked in. Needs clang-22, wasm-ld-22, wasi-libc, wabt
# and compiler-rt for wasm32.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")"
libraries=/usr/lib/wasm32-wasi
builtins=(/usr/lib/llvm-*/lib/clang/*/lib/*/libclang_rt.builtins-wasm32.a) # "$builtins" is the first
clang-22 --target=wasm32-wasip1 -isystem /usr/include/wasm32-wasi -Oz -c world.c -o world.o
wasm-ld-22 --strip-all --gc-sections "$libraries/crt1.o" world.o "-L$libraries" -lc -o world.wasm \
  "$builtins"
rm world.o
wat2wasm --enable-exceptions --debug-names faults.wat -o faults.wasm
cd ../thread-programs
wat2wasm --enable-threads --debug-names wasi_threads.wat -o wasi_threads.wasm
wat2wasm --enable-threads --debug-names thread_trap.wat -o thread_trap.wasm
