# Only the library prints: main has no stdio, and Emscripten 3.1.6 gives puts and printf in JavaScript.
emcc side.c -sSIDE_MODULE=1 -o side.so
emcc main.c side.so -sMAIN_MODULE=2 -o main.js
