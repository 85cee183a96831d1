#include "shared.h"
#include <stdarg.h>
int level = 1;
int sum(int count, ...) { va_list list; va_start(list, count); int all = 0; for (int i = 0; i < count; i++) all += va_arg(list, int); va_end(list); return all; }
Big big(int x) { Big it = {x, x / 2.0, (long long)x << 33}; return it; }
Small small(Small s) { s.x++; return s; }
double half(double x) { return x / 2; }
long long wide(long long x, int y) { return x * y; }
static char room[64]; static int used;
void *block(int size) { used += size; return room + used - size; }
