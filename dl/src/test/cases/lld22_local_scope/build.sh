#!/bin/bash
# own case: two plugins opened RTLD_LOCAL whose dependencies define the same symbols: each sees its own, for calls, data and addresses; what both define itself, too
set -e
cd "$(dirname "$0")"
rm -rf bin native; mkdir -p bin native
# --- wasm (clang-22 / wasm-ld-22)
clang-22 --target=wasm32-unknown-unknown -fPIC -fvisibility=default -O1 -nostdlib -c depa.c -o bin/depa.c.o
wasm-ld-22 --experimental-pic -shared --unresolved-symbols=import-dynamic --export-if-defined=__wasm_call_ctors bin/depa.c.o -o bin/libdepa.so
clang-22 --target=wasm32-unknown-unknown -fPIC -fvisibility=default -O1 -nostdlib -c depb.c -o bin/depb.c.o
wasm-ld-22 --experimental-pic -shared --unresolved-symbols=import-dynamic --export-if-defined=__wasm_call_ctors bin/depb.c.o -o bin/libdepb.so
clang-22 --target=wasm32-unknown-unknown -fPIC -fvisibility=default -O1 -nostdlib -c a.c -o bin/a.c.o
wasm-ld-22 --experimental-pic -shared --unresolved-symbols=import-dynamic --export-if-defined=__wasm_call_ctors -Bdynamic bin/a.c.o bin/libdepa.so -o bin/a.so
clang-22 --target=wasm32-unknown-unknown -fPIC -fvisibility=default -O1 -nostdlib -c b.c -o bin/b.c.o
wasm-ld-22 --experimental-pic -shared --unresolved-symbols=import-dynamic --export-if-defined=__wasm_call_ctors -Bdynamic bin/b.c.o bin/libdepb.so -o bin/b.so
clang-22 --target=wasm32-unknown-unknown -fPIC -fvisibility=default -O1 -nostdlib -c main.c -o bin/main.c.o
wasm-ld-22 --experimental-pic -pie -Bdynamic --unresolved-symbols=import-dynamic --import-memory --export=run --export-if-defined=__wasm_call_ctors --export-dynamic --no-entry bin/main.c.o -o bin/main.wasm
rm -f bin/*.o
# --- native oracle
gcc -fPIC -shared -O1 depa.c  -Wl,-soname,libdepa.so -o native/libdepa.so
gcc -fPIC -shared -O1 depb.c  -Wl,-soname,libdepb.so -o native/libdepb.so
gcc -fPIC -shared -O1 a.c -Wl,--no-as-needed native/libdepa.so -Wl,-soname,a.so -o native/a.so
gcc -fPIC -shared -O1 b.c -Wl,--no-as-needed native/libdepb.so -Wl,-soname,b.so -o native/b.so
gcc -O1 -c native_main.c -o native/nm.o
gcc -fPIE -pie -rdynamic -O1 main.c native/nm.o -Wl,--no-as-needed -Wl,-rpath,'$ORIGIN' -ldl -o native/main
(cd native && LD_LIBRARY_PATH=. ./main) > native.txt; cat native.txt | diff - expected.txt
