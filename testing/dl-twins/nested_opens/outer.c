#include "twin.h"
static void *first, *second, *missing;
int outer(void) { return ((int (*)(void))dlsym(first, "middle"))() + (first == second) * 1000 + (missing == 0) * 10000; }
__attribute__((constructor)) static void begin(void) {
  put_str("outer begins");
  first = dlopen("middle.so", RTLD_NOW);
  missing = dlopen("nowhere.so", RTLD_NOW);
  second = dlopen("middle.so", RTLD_NOW);
  put_str("outer has begun");
}
