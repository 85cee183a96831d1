#include "twin.h"
int run(void) {
  void *ask = dlopen("libask.so", RTLD_NOW);
  int (*f)(void) = (int (*)(void))dlsym(ask, "ask");
  put_int(f());
  void *one = dlopen("libone.so", RTLD_NOW | RTLD_GLOBAL);
  void *local = dlopen("libone.so", RTLD_NOW | RTLD_LOCAL);
  put_int(one == local);
  put_int(dlsym(RTLD_DEFAULT, "only_one") != 0);
  void *two = dlopen("libtwo.so", RTLD_NOW | RTLD_GLOBAL);
  put_int(dlclose(local));
  put_int(dlsym(RTLD_DEFAULT, "only_one") != 0);
  put_int(dlclose(one));
  put_int(((int (*)(void))dlsym(two, "answer"))());
  return 0;
}
