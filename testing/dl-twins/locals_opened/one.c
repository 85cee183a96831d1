#include "twin.h"
extern __thread int shared, table[8]; extern __thread long long wide; extern __thread char zeros[100];
static __thread int own = 5; static __thread __attribute__((aligned(64))) char aligned[3] = {7}; __thread int one_exported = 6;
int *shared_address(void);
int one_run(void) { own++; shared++; table[3] += own; zeros[99]++; wide++; return own * 1000 + shared * 10 + (&shared == shared_address()) + aligned[0] + ((unsigned long)aligned % 64 != 0); }
long long one_wide(void) { return wide; }
