#!/bin/bash
# own case: what a closed library needs is closed with it, unless another one still needs it; destructors run dependents first
set -e
cd "$(dirname "$0")"
rm -rf bin native; mkdir -p bin native
# --- wasm (clang-22 / wasm-ld-22)
clang-22 --target=wasm32-unknown-unknown -fPIC -fvisibility=default -O1 -nostdlib -fno-exceptions -fno-rtti -c dep.cpp -o bin/dep.cpp.o
wasm-ld-22 --experimental-pic -shared --unresolved-symbols=import-dynamic --export-if-defined=__wasm_call_ctors bin/dep.cpp.o -o bin/libdep.so
clang-22 --target=wasm32-unknown-unknown -fPIC -fvisibility=default -O1 -nostdlib -fno-exceptions -fno-rtti -c a.cpp -o bin/a.cpp.o
wasm-ld-22 --experimental-pic -shared --unresolved-symbols=import-dynamic --export-if-defined=__wasm_call_ctors -Bdynamic bin/a.cpp.o bin/libdep.so -o bin/a.so
clang-22 --target=wasm32-unknown-unknown -fPIC -fvisibility=default -O1 -nostdlib -fno-exceptions -fno-rtti -c b.cpp -o bin/b.cpp.o
wasm-ld-22 --experimental-pic -shared --unresolved-symbols=import-dynamic --export-if-defined=__wasm_call_ctors -Bdynamic bin/b.cpp.o bin/libdep.so -o bin/b.so
clang-22 --target=wasm32-unknown-unknown -fPIC -fvisibility=default -O1 -nostdlib -c main.c -o bin/main.c.o
wasm-ld-22 --experimental-pic -pie -Bdynamic --unresolved-symbols=import-dynamic --import-memory --export=run --export-if-defined=__wasm_call_ctors --export-dynamic --no-entry bin/main.c.o -o bin/main.wasm
rm -f bin/*.o
# --- native oracle
g++ -fno-exceptions -fno-rtti -fPIC -shared -O1 dep.cpp  -Wl,-soname,libdep.so -o native/libdep.so
g++ -fno-exceptions -fno-rtti -fPIC -shared -O1 a.cpp -Wl,--no-as-needed native/libdep.so -Wl,-soname,a.so -o native/a.so
g++ -fno-exceptions -fno-rtti -fPIC -shared -O1 b.cpp -Wl,--no-as-needed native/libdep.so -Wl,-soname,b.so -o native/b.so
gcc -O1 -c native_main.c -o native/nm.o
gcc -fPIE -pie -rdynamic -O1 main.c native/nm.o -Wl,--no-as-needed -Wl,-rpath,'$ORIGIN' -ldl -o native/main
(cd native && LD_LIBRARY_PATH=. ./main) > native.txt; cat native.txt | diff - expected.txt
