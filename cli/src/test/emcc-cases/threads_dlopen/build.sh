emcc -pthread side.c -s SIDE_MODULE=1 -o side.wasm
emcc -pthread -Wno-experimental main.c -s MAIN_MODULE=1 -s PROXY_TO_PTHREAD -s EXIT_RUNTIME=1 -o main.js
