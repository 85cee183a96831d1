#include "twin.h"
static int next(const char *name) { int (*f)(void) = (int (*)(void))dlsym(RTLD_NEXT, name); return f ? f() : -1; }
static int first(const char *name) { int (*f)(void) = (int (*)(void))dlsym(RTLD_DEFAULT, name); return f ? f() : -1; }
