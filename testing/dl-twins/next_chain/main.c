#include "twin.h"
int work(int);
int run(void) { put_int(work(1)); put_int(dlsym(RTLD_NEXT, "work") == (void *)work); return 0; }
