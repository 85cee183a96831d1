#include "twin.h"
int c(void);
int run(void) { put_int(c()); void *p = dlopen("./plugins/plug.so", RTLD_NOW); put_int(p ? ((int (*)(void))dlsym(p, "plug"))() : -1); put_int(dlopen("plug.so", RTLD_NOW) == p); return 0; }
