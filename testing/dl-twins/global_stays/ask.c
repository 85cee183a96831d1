#include "twin.h"
int ask(void) {
  int (*f)(void) = (int (*)(void))dlsym(RTLD_DEFAULT, "answer");
  return f ? f() : 0;
}
