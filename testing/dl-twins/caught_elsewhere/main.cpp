#include "types.h"
static void show() {
  try { throw; }
  catch (const Base &b) { put_int(b.code()); put_int(dynamic_cast<const Derived *>(&b) != nullptr); }
  catch (Base *b) { put_int(b->code()); }
  catch (const std::exception &e) { put_str(e.what()[0] == 'b' || e.what()[0] == 'r' ? "standard" : e.what()); }
  catch (int n) { put_int(n); }
  catch (const std::string &s) { put_str(s.c_str()); }
  catch (...) { put_str("unknown"); }
}
int run() {
  void *thrower = dlopen("libthrow.so", RTLD_NOW), *passer = dlopen("libpass.so", RTLD_NOW);
  auto f = (void (*)(int))dlsym(thrower, "thrower");
  auto pass = (void (*)(void (*)(int), int))dlsym(passer, "pass");
  auto hold = (void (*)(void (*)(int), int))dlsym(passer, "hold");
  auto release = (void (*)())dlsym(passer, "release");
  for (int kind = 0; kind < 7; kind++) {
    try { f(kind); } catch (...) { show(); }
    try { pass(f, kind); } catch (...) { show(); }
    hold(f, kind);
    try { release(); } catch (...) { show(); }
  }
  put_int(std::uncaught_exceptions());
  return 0;
}
