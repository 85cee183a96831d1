#include "shared.h"
int own_only(void) { return dlsym(RTLD_NEXT, "own_only") == 0; }
__attribute__((noinline)) Small small(Small s) { void *next = dlsym(RTLD_NEXT, "small"); s.x = next == 0 ? -1 : 5; return s; }
int plug_small(void) { Small s = {1}; __typeof__(&small) volatile f = small; return f(s).x; }
int plug_default(void) { return dlsym(RTLD_DEFAULT, "small") == (void *)small; }
