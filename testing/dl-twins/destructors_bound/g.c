#include "twin.h"
static int alive = 1;
int who_global(void) { return alive; }
__attribute__((destructor)) static void d(void) {
  alive = 0;
  put_str("destructor g");
}
