#include "twin.h"
int level = 3;
int work(int x) { return x - 1; }
int c_next(void) { return dlsym(RTLD_NEXT, "level") == 0; }
int twice(int x) { return 2 * x; }
