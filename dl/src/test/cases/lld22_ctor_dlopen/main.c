#include "host.h"
int run(void) { put_str("run"); void *h = dlopen("./outer.so", RTLD_NOW); put_int(h != 0); put_int(((int (*)(void))dlsym(h, "sum"))()); return 0; }
