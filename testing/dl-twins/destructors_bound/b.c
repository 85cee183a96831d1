#include "twin.h"
int who_global(void);
int call_it(void) { return who_global(); }
__attribute__((destructor)) static void d(void) {
  put_str("destructor b, g says");
  put_int(who_global());
}
__attribute__((destructor(200))) static void early(void) { put_str("destructor 200 b"); }
