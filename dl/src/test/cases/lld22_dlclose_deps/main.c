#include "host.h"
int run(void) {
  void *a = dlopen("./a.so", RTLD_NOW), *b = dlopen("./b.so", RTLD_NOW);
  put_int(((int (*)(void))dlsym(a, "use"))()); put_int(((int (*)(void))dlsym(b, "use"))());
  put_str("close a"); dlclose(a);
  put_int(((int (*)(void))dlsym(b, "use"))());
  put_str("close b"); dlclose(b);
  put_str("open a"); a = dlopen("./a.so", RTLD_NOW);
  put_int(((int (*)(void))dlsym(a, "use"))());
  put_str("close a"); dlclose(a);
  put_str("end");
  return 0;
}
