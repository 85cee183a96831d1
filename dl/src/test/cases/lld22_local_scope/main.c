#include "host.h"
static void show(void *h) { put_int(((int (*)(void))dlsym(h, "call"))()); put_int(((int (*)(void))dlsym(h, "data"))()); put_int(((int (*)(void))dlsym(h, "through"))()); put_int(*(int *)dlsym(h, "value")); }
int run(void) { void *a = dlopen("./a.so", RTLD_NOW | RTLD_LOCAL), *b = dlopen("./b.so", RTLD_NOW | RTLD_LOCAL); show(a); show(b); put_int(dlsym(RTLD_DEFAULT, "who") == 0); return 0; }
