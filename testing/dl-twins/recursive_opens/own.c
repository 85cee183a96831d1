#include "twin.h"
static void *self;
static int state;
int own_state(void) { return state; }
void *own_self(void) { return self; }
__attribute__((constructor)) static void begin(void) {
  state = 1;
  put_str("own begins");
  self = dlopen("own.so", RTLD_LAZY);
  put_int(self != 0);
  int (*f)(void) = (int (*)(void))dlsym(self, "own_state");
  put_int(f());
  state = 2;
}
