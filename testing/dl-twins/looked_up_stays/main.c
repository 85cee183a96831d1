#include "twin.h"
static int there(const char *name) {
  void *h = dlopen(name, RTLD_NOW | RTLD_NOLOAD);
  if (!h) return 0;
  dlclose(h);
  return 1;
}
int run(void) {
  void *one = dlopen("libone.so", RTLD_NOW | RTLD_GLOBAL);
  int (*f)(int) = (int (*)(int))dlsym(RTLD_DEFAULT, "one");
  put_int(dlclose(one));
  put_int(there("libone.so"));
  put_int(dlclose(one));
  put_int(dlclose(one));
  put_int(dlerror() == 0);
  put_int(f(4));
  void *two = dlopen("libtwo.so", RTLD_NOW | RTLD_GLOBAL), *asks = dlopen("libasks.so", RTLD_NOW);
  int (*use)(int) = (int (*)(int))dlsym(asks, "use");
  put_int(((int (*)(void))dlsym(asks, "ask"))());
  put_int(dlclose(two));
  put_int(there("libtwo.so"));
  put_int(use(5));
  put_int(dlclose(asks));
  put_int(there("libasks.so"));
  put_int(there("libtwo.so"));
  put_str("end");
  return 0;
}
