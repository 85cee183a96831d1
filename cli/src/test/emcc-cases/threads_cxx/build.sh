emcc -pthread -Wno-experimental main.cpp -s MAIN_MODULE=2 -s PROXY_TO_PTHREAD -s EXIT_RUNTIME=1 -s INITIAL_MEMORY=64MB -s PTHREAD_POOL_SIZE=8 -o main.js
