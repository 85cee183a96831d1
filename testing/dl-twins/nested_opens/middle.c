#include "twin.h"
static void *handle;
static int (*f)(void);
int middle(void) { return f ? f() + 100 : -1; }
__attribute__((constructor)) static void begin(void) {
  put_str("middle begins");
  handle = dlopen("inner.so", RTLD_NOW);
  if (handle) f = (int (*)(void))dlsym(handle, "inner");
  put_int(f ? f() : -2);
  put_str("middle has begun");
}
