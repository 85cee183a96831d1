#!/bin/bash
# own case: dlclose counts; at zero destructors run, latest first; a new dlopen starts afresh
set -e
cd "$(dirname "$0")"
rm -rf bin native; mkdir -p bin native
# --- wasm (clang-22 / wasm-ld-22)
clang-22 --target=wasm32-unknown-unknown -fPIC -fvisibility=default -O1 -nostdlib -fno-exceptions -fno-rtti -c plug.cpp -o bin/plug.cpp.o
wasm-ld-22 --experimental-pic -shared --unresolved-symbols=import-dynamic --export-if-defined=__wasm_call_ctors bin/plug.cpp.o -o bin/plug.so
clang-22 --target=wasm32-unknown-unknown -fPIC -fvisibility=default -O1 -nostdlib -c main.c -o bin/main.c.o
wasm-ld-22 --experimental-pic -pie -Bdynamic --unresolved-symbols=import-dynamic --import-memory --export=run --export-if-defined=__wasm_call_ctors --export-dynamic --no-entry bin/main.c.o -o bin/main.wasm
rm -f bin/*.o
# --- native oracle
g++ -fno-exceptions -fno-rtti -fPIC -shared -O1 plug.cpp  -Wl,-soname,plug.so -o native/plug.so
gcc -O1 -c native_main.c -o native/nm.o
gcc -fPIE -pie -rdynamic -O1 main.c native/nm.o -Wl,--no-as-needed -Wl,-rpath,'$ORIGIN' -ldl -o native/main
(cd native && LD_LIBRARY_PATH=. ./main) > native.txt; cat native.txt | diff - expected.txt
