#include "twin.h"
int one(int x) { return x + 1; }
__attribute__((destructor)) static void d(void) { put_str("one destructed"); }
