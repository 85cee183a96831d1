#include "twin.h"
static void open_and_close(const char *file, const char *name) {
  void *h = dlopen(file, RTLD_NOW);
  if (!h) { put_str("cannot open"); return; }
  put_int(((int (*)(int))dlsym(h, name))(5));
  put_int(dlclose(h));
}
int run(void) {
  open_and_close("liba3.so", "a");
  open_and_close("libb3.so", "b");
  open_and_close("libc3.so", "c");
  return 0;
}
