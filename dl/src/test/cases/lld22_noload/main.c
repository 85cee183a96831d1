#include "host.h"
int run(void) {
  put_int(dlopen("./plug.so", RTLD_NOW | RTLD_NOLOAD) == 0);
  dlerror();
  void *h = dlopen("./plug.so", RTLD_NOW);
  int (*next)(void) = (int (*)(void))dlsym(h, "next");
  put_int(dlsym(RTLD_DEFAULT, "next") == 0); dlerror();
  put_int(dlopen("./plug.so", RTLD_NOW | RTLD_NOLOAD | RTLD_GLOBAL) == h);
  put_int(dlsym(RTLD_DEFAULT, "next") == (void *)next);
  put_int(dlopen("./plug.so", RTLD_NOW | RTLD_NODELETE) == h);
  put_int(next());
  dlclose(h); dlclose(h); dlclose(h);
  put_int(next());
  h = dlopen("./plug.so", RTLD_NOW);
  put_int(((int (*)(void))dlsym(h, "next"))());
  return 0;
}
