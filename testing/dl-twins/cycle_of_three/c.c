#include "twin.h"
int a(int);
int c(int n) { return n == 0 ? 3 : 10 * a(n - 1) + 3; }
__attribute__((constructor)) static void k(void) { put_str("+c"); }
__attribute__((destructor)) static void d(void) { put_str("-c"); }
