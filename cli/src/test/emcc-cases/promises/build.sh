# emscripten/promise.h, and emscripten_dlopen_promise as newer C libraries have it: made of emscripten_dlopen.
emcc side.c -sSIDE_MODULE=1 -o side.so
emcc main.c -sMAIN_MODULE=1 -sERROR_ON_UNDEFINED_SYMBOLS=0 -o main.js
