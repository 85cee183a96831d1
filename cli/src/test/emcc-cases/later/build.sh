# emscripten_dlopen: callbacks after main has returned, of success and of failure, one after the other.
emcc side.c -sSIDE_MODULE=1 -o side.so
emcc main.c -sMAIN_MODULE=1 -o main.js
