#include "twin.h"
int run(void) {
  void *two = dlopen("libtwo.so", RTLD_NOW);
  void *one = dlopen("libone.so", RTLD_NOW);
  ((void (*)(void))dlsym(two, "two_registers"))();
  put_int(dlclose(one));
  put_str("closed one");
  put_int(dlclose(two));
  put_str("closed two");
  two = dlopen("libtwo.so", RTLD_NOW);
  ((void (*)(void))dlsym(two, "two_registers"))();
  put_str("end");
  return 0;
}
