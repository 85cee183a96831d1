#include "twin.h"
static void round(void) {
  void *use = dlopen("libuse.so", RTLD_NOW), *own = dlopen("libown.so", RTLD_NOW);
  put_int(((int (*)(void))dlsym(own, "next"))());
  put_int(((int (*)(void))dlsym(own, "next"))());
  put_int(((int (*)(void))dlsym(use, "sum"))());
  ((void (*)(int))dlsym(use, "set"))(40);
  put_int(((int (*)(void))dlsym(own, "next"))());
  put_int(dlsym(own, "counter") == (void *)((int *(*)(void))dlsym(own, "where"))());
  put_int(*(int *)dlsym(use, "counter"));
  put_int(dlclose(own));
  put_int(dlclose(use));
}
int run(void) {
  round();
  round();
  return 0;
}
