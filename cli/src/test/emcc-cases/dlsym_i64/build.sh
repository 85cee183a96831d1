# Functions with i64, legalised for JavaScript: by pointer, by dlsym, by import, both ways.
emcc side.c -O1 -sSIDE_MODULE=1 -o side.so
emcc main.c -O1 -sMAIN_MODULE=1 -o main.js
