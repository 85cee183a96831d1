#include "twin.h"
int plugged = 6;
int twice(int x) { return 200 * x; }
int need_twice(void) { return ((int (*)(int))dlsym(RTLD_DEFAULT, "twice"))(1); }
int need_plugged(void) { return dlsym(RTLD_NEXT, "plugged") == 0; }
int need_default(void) { return *(int *)dlsym(RTLD_DEFAULT, "plugged"); }
