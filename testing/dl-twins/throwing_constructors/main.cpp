#include "shared.h"
#include "twin.h"
int run(void) {
  try { check(2); check(5); } catch (Broken &e) { put_int(e.code); }
  void *outer = 0;
  try { throw Broken("while handling", 1); } catch (Broken &e) { outer = dlopen("outer.so", RTLD_NOW); put_str(e.what()); }
  put_int(((int (*)())dlsym(outer, "outer_started"))());
  int caught = guarded([](int x) -> int { struct Open { ~Open() { put_int(dlopen("inner.so", RTLD_NOW | RTLD_NOLOAD) != 0); } } open; check(x); return x; }, 7);
  put_int(caught);
  return 0;
}
