#!/usr/bin/env bash
# Builds painter.wasm, gallery.wasm, libcanvas.so, mandelbrot.so and rings.so into wasm/ (they are checked in).
# Needs clang 22, its wasm-ld, wasi-libc and compiler-rt for wasm32:
#   apt-get install clang-22 lld-22 wasi-libc libclang-rt-dev-wasm32
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")"
mkdir -p wasm

sysroot=(-isystem ../../cc/src/main/resources/graft/cc/include -isystem /usr/include/wasm32-wasi)
libraries=/usr/lib/wasm32-wasi
builtins=(/usr/lib/llvm-*/lib/clang/*/lib/*/libclang_rt.builtins-wasm32.a) # "$builtins" is the first

compile() {
  clang-22 --target=wasm32-wasip1 "${sysroot[@]}" -std=c++17 -O2 -fPIC -fvisibility=default \
    -fno-exceptions -fno-rtti -fno-threadsafe-statics -c "$1.cpp" -o "wasm/$1.o"
}

# A library: addresses count from bases that the loader chooses. What it lacks, such as cos or puts,
# is looked for when it is loaded, in the program and its libraries.
library() {
  wasm-ld-22 --experimental-pic -shared --unresolved-symbols=import-dynamic --strip-debug \
    --export-if-defined=__wasm_call_ctors "${@:2}" -o "wasm/$1"
}

for each in canvas painter mandelbrot rings gallery; do
  compile "$each"
done

library libcanvas.so wasm/canvas.o
library mandelbrot.so wasm/mandelbrot.o
library rings.so wasm/rings.o

# A program, with the C library in it: at fixed addresses. It exports what libraries need of it: the
# stack pointer, the table, the heap, and a part of the C library.
program() {
  wasm-ld-22 -Bdynamic --unresolved-symbols=import-dynamic --strip-debug --gc-sections \
    --export-table --growable-table --export=__stack_pointer --export=__heap_base \
    --export=malloc --export=free --export=calloc --export=aligned_alloc \
    --export=puts --export=putchar --export=fwrite --export=memset --export=stdout \
    --export=sin --export=cos --export=exp --export=pow "${@:2}" \
    "$libraries/crt1.o" "wasm/$1.o" wasm/libcanvas.so "-L$libraries" -lc "$builtins" -o "wasm/$1.wasm"
}

program painter
program gallery --export=show_painter --export=fflush

rm -f wasm/*.o
ls -l wasm
