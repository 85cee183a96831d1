#!/bin/bash
# own case: a chain of dependencies with data, functions and pointers in every direction
set -e
cd "$(dirname "$0")"
rm -rf bin native; mkdir -p bin native
# --- wasm (clang-22 / wasm-ld-22)
clang-22 --target=wasm32-unknown-unknown -fPIC -fvisibility=default -O1 -nostdlib -c three.c -o bin/three.c.o
wasm-ld-22 --experimental-pic -shared --unresolved-symbols=import-dynamic --export-if-defined=__wasm_call_ctors bin/three.c.o -o bin/libthree.so
clang-22 --target=wasm32-unknown-unknown -fPIC -fvisibility=default -O1 -nostdlib -c two.c -o bin/two.c.o
wasm-ld-22 --experimental-pic -shared --unresolved-symbols=import-dynamic --export-if-defined=__wasm_call_ctors -Bdynamic bin/two.c.o bin/libthree.so -o bin/libtwo.so
clang-22 --target=wasm32-unknown-unknown -fPIC -fvisibility=default -O1 -nostdlib -c one.c -o bin/one.c.o
wasm-ld-22 --experimental-pic -shared --unresolved-symbols=import-dynamic --export-if-defined=__wasm_call_ctors -Bdynamic bin/one.c.o bin/libtwo.so -o bin/libone.so
clang-22 --target=wasm32-unknown-unknown -fPIC -fvisibility=default -O1 -nostdlib -c main.c -o bin/main.c.o
wasm-ld-22 --experimental-pic -pie -Bdynamic --unresolved-symbols=import-dynamic --import-memory --export=run --export-if-defined=__wasm_call_ctors --export-dynamic --no-entry bin/main.c.o bin/libone.so bin/libtwo.so bin/libthree.so -o bin/main.wasm
rm -f bin/*.o
# --- native oracle
gcc -fPIC -shared -O1 three.c  -Wl,-soname,libthree.so -o native/libthree.so
gcc -fPIC -shared -O1 two.c -Wl,--no-as-needed native/libthree.so -Wl,-soname,libtwo.so -o native/libtwo.so
gcc -fPIC -shared -O1 one.c -Wl,--no-as-needed native/libtwo.so -Wl,-soname,libone.so -o native/libone.so
gcc -O1 -c native_main.c -o native/nm.o
gcc -fPIE -pie -rdynamic -O1 main.c native/nm.o -Wl,--no-as-needed native/libone.so native/libtwo.so native/libthree.so -Wl,-rpath,'$ORIGIN' -ldl -o native/main
(cd native && LD_LIBRARY_PATH=. ./main) > native.txt; cat native.txt | diff - expected.txt
