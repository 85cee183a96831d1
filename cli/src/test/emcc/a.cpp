#include <cstdio>
int add(int a, int b);
int main() { std::printf("2 + 3 = %d\n", add(2, 3)); return 0; }
