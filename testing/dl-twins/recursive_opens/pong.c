#include "twin.h"
static int value;
int pong_value(void) { return value; }
__attribute__((constructor)) static void begin(void) {
  put_str("pong begins");
  void *ping = dlopen("ping.so", RTLD_NOW);
  put_int(ping != 0);
  int (*f)(void) = (int (*)(void))dlsym(ping, "ping_value");
  value = f() + 100;
  put_int(dlopen("ping.so", RTLD_NOW) == ping);
  put_str("pong has begun");
}
