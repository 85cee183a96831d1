#include "twin.h"
static void use(const char *name, int mode) {
  void *h = dlopen(name, mode);
  put_str(name);
  put_int(((int (*)(void))dlsym(h, "next"))());
  put_int(dlclose(h));
  put_int(dlopen(name, RTLD_NOW | RTLD_NOLOAD) != 0);
}
int run(void) {
  use("libkept.so", RTLD_NOW | RTLD_NODELETE);
  use("libkept.so", RTLD_NOW);
  use("libgone.so", RTLD_NOW);
  void *dep = dlopen("libdep.so", RTLD_NOW | RTLD_NOLOAD);
  put_int(dep != 0);
  put_int(((int (*)(void))dlsym(dep, "dep_next"))());
  put_int(dlopen("libnone.so", RTLD_NOW | RTLD_NOLOAD) == 0);
  return 0;
}
