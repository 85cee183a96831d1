#include "base.h"
#include <cstdio>
struct Guarded {
  Alive a; int v;
  Guarded(int n) try : v(n) { if (n > 5) throw_kind(n - 6); } catch (const Error &e) { printf("in constructor: %s\n", e.what()); throw; }
};
struct Watcher { ~Watcher() { printf("unwinding %d\n", uncaught_here()); try { throw_kind(5); } catch (int i) { printf("inside %d\n", i); } } };
extern "C" int side_guarded(int n) { try { Guarded g(n); return g.v; } catch (Error &e) { return -e.code; } }
extern "C" void side_watch(int kind) { Watcher w; throw_kind(kind); }
extern "C" int side_filter(void (*f)(int), int n) {
  try { return through(f, n); }
  catch (Net &e) { return e.code * 2; }
  catch (std::exception &e) { printf("rethrowing %s\n", e.what()); throw; }
}
extern "C" void side_noexcept(int) noexcept {}
extern "C" int side_nested(int kind) {
  try { throw_kind(kind); } catch (const std::exception &e) {
    try { std::rethrow_if_nested(e); } catch (const Io &inner) { return inner.code; }
    return 0;
  }
  return -1;
}
