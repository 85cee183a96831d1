#include "twin.h"
int run(void) {
  void *a = dlopen("liba.so", RTLD_NOW), *b = dlopen("libb.so", RTLD_NOW);
  put_int(((int (*)(void))dlsym(a, "group"))());
  put_int(((int (*)(void))dlsym(b, "group"))());
  put_int(((int (*)(void))dlsym(a, "help"))());
  put_int(((int (*)(void))dlsym(b, "help"))());
  put_int(dlsym(a, "name_of_group") == dlsym(b, "name_of_group"));
  put_int(dlsym(a, "shared_state") == dlsym(b, "shared_state"));
  put_int(dlsym(RTLD_DEFAULT, "helper") != 0);
  return 0;
}
