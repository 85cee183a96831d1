#include "twin.h"
extern int value2; int call2(int); extern int *const pointer2;
int value1 = 1;
int *const pointer1 = &value2;
int (*const table1[])(int) = {call2, 0};
int call1(int depth) { return depth == 0 ? 1 : table1[0](depth - 1) * 10 + *pointer1 + *pointer2; }
__attribute__((destructor)) static void end(void) { value2 = 0; }
