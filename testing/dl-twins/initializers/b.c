#include "shared.h"
int b_array[10] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
int *b_pointer = &b_array[7];
int b_add(int x, int y) { return x + y; }
int b_sub(int x, int y) { return x - y; }
int b_call(int x) { return x * 11; }
struct Outer b_outer = {{{'a', {1, 2, 3, 4}, "first"}, {'b', {5, 6, 7, 8}, "second"}, {'c', {9, 10, 11, 12}, "third"}}, &b_outer, b_call, &b_pointer};
