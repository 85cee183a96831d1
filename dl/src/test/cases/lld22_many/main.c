#include "host.h"
extern int d1, d2, d3; int f1(int); int f2(int); int f3(int); int (*table[])(int) = { f1, f2, f3 }; int *data[] = { &d1, &d2, &d3 }; int hook(int x) { return x * 2; } int run(void) { int s = 0; for (int i = 0; i < 3; i++) { put_int(table[i](i)); s += *data[i]; } put_int(s); put_int(table[0] == f1); return 0; }
