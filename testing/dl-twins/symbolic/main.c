#include "twin.h"
extern int value;
int function(void), own_call(void), own_value(void), first_call(void), *own_address(void), *first_address(void);
void own_set(int);
int run(void) {
  put_int(function());
  put_int(own_call());
  put_int(first_call());
  put_int(value);
  put_int(own_value());
  own_set(7);
  put_int(value);
  put_int(own_value());
  put_int(own_address() == &value);
  put_int(first_address() == &value);
  put_int(own_address() == first_address());
  put_int(dlsym(RTLD_DEFAULT, "value") == (void *)&value);
  void *own = dlopen("libown.so", RTLD_NOW);
  put_int(dlsym(own, "value") == (void *)own_address());
  return 0;
}
