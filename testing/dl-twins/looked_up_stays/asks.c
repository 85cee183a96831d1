#include "twin.h"
static int (*found)(int);
int ask(void) { found = (int (*)(int))dlsym(RTLD_DEFAULT, "two"); return found != 0; }
int use(int x) { return found(x); }
__attribute__((destructor)) static void d(void) { put_str("asks destructed"); }
