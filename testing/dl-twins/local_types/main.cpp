#include "twin.h"
int run(void) {
  void *one = dlopen("one.so", RTLD_NOW | RTLD_LOCAL), *two = dlopen("two.so", RTLD_NOW | RTLD_LOCAL);
  auto make = (void *(*)(int))dlsym(one, "make");
  auto look = (void (*)(void *))dlsym(two, "look");
  for (int i = 0; i < 4; i++) look(make(i));
  auto fail = (void (*)(int))dlsym(one, "fail");
  auto attempt = (void (*)(void (*)(int), int))dlsym(two, "attempt");
  for (int i = 1; i < 4; i++) attempt(fail, i);
  put_int(((int (*)(void *))dlsym(two, "same"))(((void *(*)())dlsym(one, "type"))()));
  return 0;
}
