#include "twin.h"
extern __thread int counter, zero;
static __thread long long own = 3;
int sum(void) { return counter + zero + (int)++own; }
void set(int v) { counter = v; }
