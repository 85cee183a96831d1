#include <stdexcept>
#include <string>
#include <typeinfo>
#include "twin.h"
#include "shared.h"
static void mine(int kind) { if (kind == 9) throw Failure(9); if (kind == 8) throw std::out_of_range("range"); if (kind == 7) throw 'c'; thrower(kind); }
static void show(int kind) {
  try { thrower(kind); } catch (int v) { put_int(v); } catch (Failure &e) { put_str(e.what()); put_int(e.code); } catch (std::runtime_error &e) { put_str(e.what()); } catch (std::string &s) { put_str(s.c_str()); } catch (...) { put_str("else"); }
}
int run(void) {
  for (int i = 0; i < 6; i++) show(i);
  put_int(catcher(mine, 9));
  put_int(catcher(mine, 8));
  put_int(catcher(mine, 0));
  put_int(catcher(mine, 5));
  try { catcher(mine, 7); } catch (char c) { put_int(c); }
  try { rethrower(mine, 9); } catch (std::exception &e) { put_str(e.what()); put_int(typeid(e) == typeid(Failure)); }
  try { rethrower(mine, 1); } catch (std::exception &e) { put_str(e.what()); put_int(dynamic_cast<Failure *>(&e) == 0); }
  void *p = dlopen("plug.so", RTLD_NOW);
  void (*late)(int) = (void (*)(int))dlsym(p, "late");
  try { late(3); } catch (Failure &e) { put_int(e.code); }
  put_int(catcher(late, 4));
  try { try { late(5); } catch (Failure &e) { late(6); } } catch (Failure &e) { put_int(e.code); }
  return 0;
}
