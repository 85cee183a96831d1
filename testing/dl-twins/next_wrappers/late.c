#include "twin.h"
int work(int x) { return 5; }
int late_next(void) { return dlsym(RTLD_NEXT, "work") == 0; }
int late_default(int x) { return ((int (*)(int))dlsym(RTLD_DEFAULT, "work"))(x); }
