#include "twin.h"
int run(void) {
  void *self = dlopen(0, RTLD_NOW);
  void *plug = dlopen("libplug.so", RTLD_NOW);
  put_int(dlsym(self, "plug") != 0);
  put_int(dlsym(RTLD_DEFAULT, "deep") != 0);
  void *first = dlopen("libuser.so", RTLD_NOW);
  put_int(((int (*)(void))dlsym(first, "use"))());
  put_int(dlclose(first));
  void *again = dlopen("libplug.so", RTLD_NOW | RTLD_NOLOAD | RTLD_GLOBAL);
  put_int(again == plug);
  put_int(dlsym(self, "plug") != 0);
  put_int(dlsym(RTLD_DEFAULT, "deep") != 0);
  put_int(dlsym(self, "deep_value") == dlsym(plug, "deep_value"));
  void *user = dlopen("libuser.so", RTLD_NOW);
  put_int(((int (*)(void))dlsym(user, "use"))());
  return 0;
}
