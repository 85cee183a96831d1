#include "twin.h"
int who_global(void);
__attribute__((destructor)) static void d(void) {
  put_str("destructor n");
  put_int(who_global());
}
