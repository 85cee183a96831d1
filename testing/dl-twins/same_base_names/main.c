#include "twin.h"
int run(void) {
  void *one = dlopen("./one/libx.so", RTLD_NOW);
  void *two = dlopen("./two/libx.so", RTLD_NOW);
  put_int(one != two);
  put_int(((int (*)(void))dlsym(one, "which"))());
  put_int(((int (*)(void))dlsym(two, "which"))());
  put_int(((int (*)(void))dlsym(one, "which"))());
  void *again = dlopen("./one/libx.so", RTLD_NOW);
  put_int(again == one);
  put_int(dlclose(again));
  put_int(dlclose(one));
  put_int(((int (*)(void))dlsym(two, "which"))());
  put_int(dlopen("./one/libx.so", RTLD_NOW | RTLD_NOLOAD) == 0);
  return 0;
}
