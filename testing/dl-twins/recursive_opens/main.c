#include "twin.h"
int run(void) {
  void *own = dlopen("own.so", RTLD_NOW);
  void *(*self)(void) = (void *(*)(void))dlsym(own, "own_self");
  int (*state)(void) = (int (*)(void))dlsym(own, "own_state");
#ifdef __EMSCRIPTEN__
  // Its C library enters a handle into its list when the library is open, and makes a second one before.
  put_int(dlsym(self(), "own_self") == (void *)self);
#else
  put_int(self() == own);
#endif
  put_int(state());
  void *pong = dlopen("pong.so", RTLD_NOW);
  int (*f)(void) = (int (*)(void))dlsym(pong, "pong_value");
  put_int(f());
  void *ping = dlopen("ping.so", RTLD_NOW | RTLD_NOLOAD);
  put_int(ping != 0);
  put_int(dlsym(ping, "ping_value") != 0);
  put_int(dlerror() == 0);
  return 0;
}
