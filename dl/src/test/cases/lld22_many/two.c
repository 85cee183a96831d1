#include "host.h"
int d2 = 20; extern int d3; int f3(int); int (*p)(int) = f3; int *q = &d3; int f2(int x) { return p(x) + *q; }
