# setjmp and longjmp over library borders in both directions, nested, through a callback.
emcc side.c -sSIDE_MODULE=1 -o side.so
emcc main.c -sMAIN_MODULE=1 -o main.js
