#include "shared.h"
static void mine(int kind) { Guard guard{"guard of main"}; if (kind == 1) throw Problem{70}; throw_old(kind); }
static void show(void (*f)(int), int kind) {
  try { f(kind); } catch (int n) { put_int(n); } catch (Problem &e) { put_int(e.code); } catch (Other &e) { put_str(e.text); } catch (...) { put_str("else"); }
}
static void nest(int kind) { try { throw_new(1); } catch (Problem &e) { try { throw_old(kind); } catch (int n) { put_int(n + e.code); throw_old(2); } } }
int run(void) {
  for (int kind = 0; kind < 6; kind++) { show(throw_old, kind); show(throw_new, kind); }
  for (int kind = 0; kind < 3; kind++) {
    put_int(catch_old(throw_new, kind)); put_int(catch_new(throw_old, kind)); put_int(catch_old(mine, kind)); put_int(catch_new(mine, kind));
  }
  try { pass_old(throw_new, 1); } catch (Problem &e) { put_int(e.code); }
  try { pass_new(throw_old, 2); } catch (Worse &e) { put_int(e.code); put_int(e.extra); }
  try { pass_new(throw_old, 3); } catch (Other &e) { put_str(e.text); }
  try { catch_old(throw_new, 3); } catch (Other &e) { put_str("through old"); }
  try { catch_new(throw_old, 3); } catch (Other &e) { put_str("through new"); }
  show(nest, 0);
  const char *plugs[] = {"oldplug.so", "newplug.so"};
  for (const char *name : plugs) {
    void *plug = dlopen(name, RTLD_NOW);
    void (*late)(int) = (void (*)(int))dlsym(plug, "late");
    show(late, 3);
    put_int(catch_old(late, 4)); put_int(catch_new(late, 5));
    try { pass_new(late, 6); } catch (Worse &e) { put_int(e.code); }
    put_int(dlclose(plug));
  }
  show(throw_new, 2);
  return 0;
}
