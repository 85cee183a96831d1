#include "twin.h"
int run(void) {
  put_int(dlopen("broken.so", RTLD_NOW) == 0);
  put_int(dlerror() != 0);
  put_int(dlerror() == 0);
  void *outer = dlopen("outer.so", RTLD_NOW);
  put_int(outer != 0);
  put_int(((int (*)(void))dlsym(outer, "outer"))());
  void *inner = dlopen("inner.so", RTLD_NOW);
  put_int(((int (*)(void))dlsym(inner, "inner"))());
  put_int(((int (*)(void))dlsym(inner, "y"))());
  put_int(*(int *)dlsym(inner, "z"));
  put_int(dlsym(inner, "middle") == 0);
  return 0;
}
