#include "twin.h"
extern int value1; int call1(int); extern int *const pointer1;
int value3 = 3;
int *const pointer3 = &value1;
int (*const table3[])(int) = {call1, 0};
int call3(int depth) { return depth == 0 ? 3 : table3[0](depth - 1) * 10 + *pointer3 + *pointer1; }
__attribute__((destructor)) static void end(void) { value1 = 0; }
