#include "twin.h"
int weak_says(void), strong_says(void), both(void);
static void ask(void *h) {
  put_int(((int (*)(void))dlsym(h, "has_function"))());
  put_int(((int (*)(void))dlsym(h, "has_value"))());
  put_int(((int (*)(void))dlsym(h, "call"))());
}
int run(void) {
  put_int(both());
  put_int(weak_says());
  void *one = dlopen("libask.so", RTLD_NOW);
  ask(one);
  dlopen("libgive.so", RTLD_NOW | RTLD_GLOBAL);
  void *two = dlopen("libask2.so", RTLD_NOW);
  ask(two);
  return 0;
}
