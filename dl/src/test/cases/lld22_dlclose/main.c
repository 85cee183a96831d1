#include "host.h"
int run(void) {
  void *h = dlopen("./plug.so", RTLD_NOW), *h2 = dlopen("./plug.so", RTLD_NOW);
  int (*next)(void) = (int (*)(void))dlsym(h, "next");
  put_int(next()); put_int(next());
  put_str("close one"); put_int(dlclose(h2)); put_int(next());
  put_str("close two"); put_int(dlclose(h));
  put_str("open again"); h = dlopen("./plug.so", RTLD_NOW);
  next = (int (*)(void))dlsym(h, "next"); put_int(next());
  put_str("close"); put_int(dlclose(h));
  return 0;
}
