#include "twin.h"
int run(void) {
  void *l = dlopen("libl.so", RTLD_NOW), *r = dlopen("libr.so", RTLD_NOW), *base = dlopen("libbase.so", RTLD_NOW);
  put_int(((int (*)(void))dlsym(l, "l"))());
  put_int(((int (*)(void))dlsym(r, "r"))());
  put_int(dlclose(base));
  put_int(((int (*)(void))dlsym(l, "l"))());
  put_int(dlclose(l));
  put_int(((int (*)(void))dlsym(r, "r"))());
  put_int(dlopen("libbase.so", RTLD_NOW | RTLD_NOLOAD) == base);
  put_int(dlclose(r));
  put_str("r closed");
  put_int(dlclose(base));
  put_int(dlopen("libbase.so", RTLD_NOW | RTLD_NOLOAD) == 0);
  l = dlopen("libl.so", RTLD_NOW);
  put_int(((int (*)(void))dlsym(l, "l"))());
  put_int(dlclose(l));
  return 0;
}
