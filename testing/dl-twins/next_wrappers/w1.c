#include "twin.h"
int work(int x) { return 1 + 10 * ((int (*)(int))dlsym(RTLD_NEXT, "work"))(x); }
