#include "host.h"
int absent_function(int); int f(int x) { return x ? absent_function(x) : 42; }
