# C++ exceptions in JavaScript's style, RTTI and static objects in a library that is opened.
em++ -fexceptions side.cpp -sSIDE_MODULE=1 -o side.so
em++ -fexceptions main.cpp -sMAIN_MODULE=1 -sEXIT_RUNTIME -o main.js
