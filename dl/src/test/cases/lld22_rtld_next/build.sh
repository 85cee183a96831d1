#!/bin/bash
# own case: RTLD_NEXT: a wrapper finds what it wraps, behind itself in the order of loading; RTLD_DEFAULT finds the first
set -e
cd "$(dirname "$0")"
rm -rf bin native; mkdir -p bin native
# --- wasm (clang-22 / wasm-ld-22)
clang-22 --target=wasm32-unknown-unknown -fPIC -fvisibility=default -O1 -nostdlib -c wrap.c -o bin/wrap.c.o
wasm-ld-22 --experimental-pic -shared --unresolved-symbols=import-dynamic --export-if-defined=__wasm_call_ctors bin/wrap.c.o -o bin/libwrap.so
clang-22 --target=wasm32-unknown-unknown -fPIC -fvisibility=default -O1 -nostdlib -c real.c -o bin/real.c.o
wasm-ld-22 --experimental-pic -shared --unresolved-symbols=import-dynamic --export-if-defined=__wasm_call_ctors bin/real.c.o -o bin/libreal.so
clang-22 --target=wasm32-unknown-unknown -fPIC -fvisibility=default -O1 -nostdlib -c main.c -o bin/main.c.o
wasm-ld-22 --experimental-pic -pie -Bdynamic --unresolved-symbols=import-dynamic --import-memory --export=run --export-if-defined=__wasm_call_ctors --export-dynamic --no-entry bin/main.c.o bin/libwrap.so bin/libreal.so -o bin/main.wasm
rm -f bin/*.o
# --- native oracle
gcc -fPIC -shared -O1 wrap.c  -Wl,-soname,libwrap.so -o native/libwrap.so
gcc -fPIC -shared -O1 real.c  -Wl,-soname,libreal.so -o native/libreal.so
gcc -O1 -c native_main.c -o native/nm.o
gcc -fPIE -pie -rdynamic -O1 main.c native/nm.o -Wl,--no-as-needed native/libwrap.so native/libreal.so -Wl,-rpath,'$ORIGIN' -ldl -o native/main
(cd native && LD_LIBRARY_PATH=. ./main) > native.txt; cat native.txt | diff - expected.txt
