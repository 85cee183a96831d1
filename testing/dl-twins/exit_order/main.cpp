#include "twin_log.h"
extern "C" {
#include "twin.h"
void need();
}
static void bye() { puts("main atexit"); }
static void bye2() { puts("main atexit 2"); }
int run() {
  atexit(bye);
  void *one = dlopen("one.so", RTLD_NOW);
  static Log between("between");
  need();
  void *two = dlopen("two.so", RTLD_NOW);
  ((void (*)())dlsym(one, "use"))();
  static Log after("after");
  ((void (*)())dlsym(two, "use"))();
  atexit(bye2);
  puts("end");
  return 0;
}
