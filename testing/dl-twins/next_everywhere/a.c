#include "twin.h"
int level = 1;
int work(int x) { int (*next)(int) = (int (*)(int))dlsym(RTLD_NEXT, "work"); return x > 50 ? x : next(x * 2); }
int a_next(void) { int *next = (int *)dlsym(RTLD_NEXT, "level"); return *next; }
int a_default(void) { int *found = (int *)dlsym(RTLD_DEFAULT, "level"); return *found; }
int only_a(void) { return dlsym(RTLD_NEXT, "only_a") == 0; }
