#include "guard.h"
__attribute__((noinline)) static void here_ends() { put_str("here of c"); }
__attribute__((noinline)) static void later_ends() { put_str("later of c"); }
static Guard<here_ends> here;
__attribute__((destructor)) static void ends() { put_str("destructor of c"); }
static void bye() { put_str("atexit c"); }
extern "C" int use_c() {
  static Guard<later_ends> later;
  atexit(bye);
  return 3;
}
