#include "twin.h"
int c(int);
int b(int n) { return n == 0 ? 2 : 10 * c(n - 1) + 2; }
__attribute__((constructor)) static void k(void) { put_str("+b"); }
__attribute__((destructor)) static void d(void) { put_str("-b"); }
