#include "twin.h"
int b(int);
int a(int n) { return n == 0 ? 1 : 10 * b(n - 1) + 1; }
__attribute__((constructor)) static void k(void) { put_str("+a"); }
__attribute__((destructor)) static void d(void) { put_str("-a"); }
