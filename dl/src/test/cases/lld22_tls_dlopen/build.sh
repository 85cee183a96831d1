#!/bin/bash
# own case: thread-local variables of an opened library: own, exported, initialised, shared with main
set -e
cd "$(dirname "$0")"
rm -rf bin native; mkdir -p bin native
# --- wasm (clang-22 / wasm-ld-22)
clang-22 --target=wasm32-unknown-unknown -fPIC -fvisibility=default -O1 -nostdlib -matomics -mbulk-memory -mthread-model posix --target=wasm32-unknown-emscripten -c plug.c -o bin/plug.c.o
wasm-ld-22 --experimental-pic -shared --unresolved-symbols=import-dynamic --export-if-defined=__wasm_call_ctors --shared-memory --export=__wasm_init_tls --export=__tls_base --export=__tls_size --export=__tls_align bin/plug.c.o -o bin/plug.so
clang-22 --target=wasm32-unknown-unknown -fPIC -fvisibility=default -O1 -nostdlib -matomics -mbulk-memory -mthread-model posix --target=wasm32-unknown-emscripten -c main.c -o bin/main.c.o
wasm-ld-22 --experimental-pic -pie -Bdynamic --unresolved-symbols=import-dynamic --import-memory --export=run --export-if-defined=__wasm_call_ctors --export-dynamic --no-entry --shared-memory --max-memory=67108864 --export=__wasm_init_tls --export=__tls_base bin/main.c.o -o bin/main.wasm
rm -f bin/*.o
# --- native oracle
gcc -fPIC -shared -O1 plug.c  -Wl,-soname,plug.so -o native/plug.so
gcc -O1 -c native_main.c -o native/nm.o
gcc -fPIE -pie -rdynamic -O1 main.c native/nm.o -Wl,--no-as-needed -Wl,-rpath,'$ORIGIN' -ldl -o native/main
(cd native && LD_LIBRARY_PATH=. ./main) > native.txt; cat native.txt | diff - expected.txt
