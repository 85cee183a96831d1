#include "twin.h"
int two(int x) { return x + 2; }
__attribute__((destructor)) static void d(void) { put_str("two destructed"); }
