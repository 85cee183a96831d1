#include "twin.h"
int run(void) {
  void *b = dlopen("libb.so", RTLD_NOW);
  if (!b) {
    put_str(dlerror());
    return 1;
  }
  void (*report)(void *) = (void (*)(void *))dlsym(b, "report");
  report(b);
  return 0;
}
