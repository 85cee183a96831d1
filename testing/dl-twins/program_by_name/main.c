#include "twin.h"
int main_value = 9;
int run(void) {
  void *self = dlopen(0, RTLD_NOW), *empty = dlopen("", RTLD_NOW);
  put_int(empty != 0);
  put_int(self == empty);
  put_int(empty && dlsym(empty, "main_value") == (void *)&main_value);
  put_int(dlclose(self));
  put_int(dlclose(empty));
  put_int(dlsym(dlopen(0, RTLD_NOW), "main_value") == (void *)&main_value);
  void *a = dlopen("liba.so", RTLD_NOW);
  put_int(dlsym(self, "a") == 0);
  put_int(dlclose(a));
  return 0;
}
