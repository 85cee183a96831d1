#include "twin.h"
int lone_secret = 8;
int which(void) { return 3; }
int lone_default(void) { int (*f)(void) = (int (*)(void))dlsym(RTLD_DEFAULT, "which"); return f ? f() : -1; }
int lone_sees(const char *name) { return dlsym(RTLD_DEFAULT, name) != 0; }
