# A program that opens a library and asks it for nothing; its constructors and destructors speak.
emcc side.cpp -sSIDE_MODULE=1 -o side.so
emcc main.cpp -sMAIN_MODULE=1 -sEXIT_RUNTIME -o main.js
