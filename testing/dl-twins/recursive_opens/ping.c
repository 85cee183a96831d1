#include "twin.h"
static int value = 10;
int ping_value(void) { return value++; }
__attribute__((constructor)) static void begin(void) {
  put_str("ping begins");
  void *missing = dlopen("nowhere.so", RTLD_NOW);
  put_int(missing == 0);
  put_int(dlerror() != 0);
  void *pong = dlopen("pong.so", RTLD_NOW);
  put_int(pong != 0);
  int (*f)(void) = (int (*)(void))dlsym(pong, "pong_value");
  put_int(f());
  put_str("ping has begun");
}
