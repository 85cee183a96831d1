#include "twin.h"
int atexit(void (*)(void));
static void bye(void) { put_str("atexit main"); }
__attribute__((destructor)) static void d(void) { put_str("destructor main"); }
int run(void) {
  atexit(bye);
  void *b = dlopen("libb.so", RTLD_LAZY | RTLD_GLOBAL);
  void *a = dlopen("liba.so", RTLD_LAZY);
  void *n = dlopen("libn.so", RTLD_LAZY);
  void *g = dlopen("libg.so", RTLD_LAZY | RTLD_GLOBAL);
  put_int(((int (*)(void))dlsym(b, "call_it"))());
  ((void (*)(void))dlsym(a, "more"))();
  void *c = dlopen("libk.so", RTLD_LAZY);
  ((void (*)(void))dlsym(c, "more_c"))();
  put_int(dlclose(c));
  put_int(dlclose(g));
  put_str("end");
  return 0;
}
