#include "host.h"
int d3 = 300; int hook(int); int (*back)(int) = hook; int f3(int x) { return back(x) + d3; }
