#include "guard.h"
extern "C" int use_a();
__attribute__((noinline)) static void main_ends() { put_str("global of main"); }
__attribute__((noinline)) static void local_ends() { put_str("local of main"); }
static Guard<main_ends> global;
static void bye() { put_str("atexit main"); }
int run() {
  static Guard<local_ends> local;
  atexit(bye);
  put_int(use_a());
  void *b = dlopen("libb.so", RTLD_NOW), *c = dlopen("libk.so", RTLD_NOW);
  put_int(((int (*)())dlsym(b, "use_b"))());
  put_int(((int (*)())dlsym(c, "use_c"))());
  put_str("closing");
  put_int(dlclose(c));
  put_str("end");
  return 0;
}
