#include "twin.h"
__thread int counter = 5;
__thread int zero;
static __thread int hidden = 7;
int next(void) { return ++counter * 10000 + ++zero * 100 + ++hidden; }
int *where(void) { return &counter; }
