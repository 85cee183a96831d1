#include "shared.h"
int level = 2;
static int calls;
static __typeof__(&sum) next_sum; static __typeof__(&big) next_big; static __typeof__(&wide) next_wide; static int *next_level;
__attribute__((constructor)) static void find(void) { next_sum = NEXT(sum); next_big = NEXT(big); next_wide = NEXT(wide); next_level = (int *)dlsym(RTLD_NEXT, "level"); put_str("count ready"); }
int sum(int count, ...) { calls++; return next_sum(3, count, calls, *next_level); }
Big big(int x) { calls++; Big it = next_big(x + 1); it.a += 100; return it; }
long long wide(long long x, int y) { calls++; return -next_wide(x, y + 1); }
int count_calls(void) { return calls; }
