#include "twin.h"
int level = 2;
int work(int x) { int (*next)(int) = (int (*)(int))dlsym(RTLD_NEXT, "work"); return next(x + 7); }
int b_next(void) { int *next = (int *)dlsym(RTLD_NEXT, "level"); return *next; }
