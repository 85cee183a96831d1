# A C++ exception that leaves a constructor of a library leaves dlopen, too: whoever opens may catch it, and nothing is loaded. Natively it terminates the program.
em++ -fexceptions needed.cpp -sSIDE_MODULE=1 -o libneeded.so
em++ -fexceptions side.cpp libneeded.so -sSIDE_MODULE=1 -o side.so
em++ -fexceptions opener.cpp -sSIDE_MODULE=1 -o opener.so
em++ -fexceptions main.cpp -sMAIN_MODULE=1 -sEXIT_RUNTIME -o main.js
