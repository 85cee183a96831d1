#include "twin.h"
int last(void);
extern char room[];
int run(void) { put_int(last()); void *p = dlopen("plug.so", RTLD_NOW); put_int(((int (*)(void))dlsym(p, "fill"))()); put_int(room[(3 << 20) - 1]); put_int(room[1 << 20]); return 0; }
