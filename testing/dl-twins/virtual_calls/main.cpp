#include "base.h"
extern "C" Base *impl();
struct Local : Base { Local() : Base(1) {} int f(int x) { return -x; } };
int run(void) {
  void *p = dlopen("plug.so", RTLD_NOW);
  Base *plug = ((Base * (*)()) dlsym(p, "plug"))();
  Local local;
  Base *all[] = {impl(), plug, &local};
  for (Base *each : all) { put_int(each->f(10)); put_int(each->g()); }
  put_int(Base::made);
  int (Base::*member)(int) = &Base::f;
  put_int((plug->*member)(1));
  dlclose(p);
  return 0;
}
