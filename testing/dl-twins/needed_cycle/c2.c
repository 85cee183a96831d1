#include "twin.h"
extern int value3; int call3(int); extern int *const pointer3;
int value2 = 2;
int *const pointer2 = &value3;
int (*const table2[])(int) = {call3, 0};
int call2(int depth) { return depth == 0 ? 2 : table2[0](depth - 1) * 10 + *pointer2 + *pointer3; }
__attribute__((destructor)) static void end(void) { value3 = 0; }
