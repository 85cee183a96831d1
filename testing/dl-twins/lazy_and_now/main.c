#include "twin.h"
int run(void) {
  put_int(dlopen("lazy.so", RTLD_NOW) == 0);
  put_int(dlerror() != 0);
  put_int(dlerror() == 0);
  void *p = dlopen("lazy.so", RTLD_LAZY);
  put_int(((int (*)(void))dlsym(p, "other"))());
  put_int(dlopen("late.so", RTLD_NOW | RTLD_GLOBAL) != 0);
  put_int(((int (*)(int))dlsym(p, "calls"))(1));
  put_int(dlopen("nothing.so", RTLD_LAZY) == 0);
  put_int(dlerror() != 0);
  return 0;
}
