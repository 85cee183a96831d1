#include "twin.h"
struct shape { const char *name; int (*area)(int); int *count; };
int counter = 5;
int numbers[4] = {1, 2, 3, 4};
int *inside = &numbers[2];
static int square(int x) { counter++; return x * x; }
int cube(int x) { counter += 10; return x * x * x; }
struct shape shapes[2] = {{"square", square, &counter}, {"cube", cube, &counter}};
const char *const names[] = {"zero", "one", "two"};
