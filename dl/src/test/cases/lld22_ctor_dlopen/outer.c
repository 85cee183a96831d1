#include "host.h"
static int got; __attribute__((constructor)) static void c(void) { put_str("outer begins"); void *h = dlopen("./inner.so", RTLD_NOW); got = ((int (*)(void))dlsym(h, "give"))(); put_int(dlopen("./inner.so", RTLD_NOW) == h); put_str("outer ends"); } int sum(void) { return got + 1; }
