#include "shared.h"
int level = 3;
int sum(int count, ...) { put_str("log sum"); return 10 * NEXT(sum)(count); }
Big big(int x) { put_str("log big"); return NEXT(big)(x * 2); }
Small small(Small s) { put_str("log small"); s.x *= 10; return NEXT(small)(s); }
double half(double x) { static __typeof__(&half) next; if (!next) next = NEXT(half); return next(x) + 1; }
long long wide(long long x, int y) { put_str("log wide"); return NEXT(wide)(x + 1, y); }
void *block(int size) { put_int(size); return NEXT(block)(size + 8); }
int log_levels(void) { int *after = (int *)dlsym(RTLD_NEXT, "level"); return level * 10 + *after; }
