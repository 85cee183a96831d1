#include "twin.h"
struct pair { int first; struct { short low, high; } second; };
int numbers[10] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
struct pair pairs[3] = {{1, {2, 3}}, {4, {5, 6}}, {7, {8, 9}}};
int twice(int x) { return 2 * x; }
int thrice(int x) { return 3 * x; }
const char text[] = "hello, world";
