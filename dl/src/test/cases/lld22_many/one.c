#include "host.h"
int d1 = 1; extern int d2; int f2(int); int hook(int); int f1(int x) { return hook(x) + d2 + f2(x); }
