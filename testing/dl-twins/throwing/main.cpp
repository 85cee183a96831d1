#include "base.h"
#include <cstdio>
#include <typeinfo>
extern "C" {
#include "twin.h"
int side_guarded(int); void side_watch(int); int side_filter(void (*)(int), int); void side_noexcept(int); int side_nested(int);
}
static void mine(int n) { Alive a; if (n == 1) throw Both(55); if (n == 2) throw std::runtime_error("of main"); if (n == 3) throw Plain{1}; }
int run() {
  for (int k = 0; k < 13; k++) printf("%d ", catch_kind([k] { throw_kind(k); }));
  printf("alive %d\n", alive);
  for (int k = 0; k < 8; k++) printf("%d ", side_guarded(k));
  printf("alive %d\n", alive);
  try { side_watch(1); } catch (const std::exception &e) { puts(e.what()); }
  printf("%d\n", side_filter(mine, 0));
  printf("%d\n", side_filter(mine, 1));
  try { side_filter(mine, 2); } catch (std::runtime_error &e) { printf("back: %s\n", e.what()); }
  try { side_filter(mine, 3); } catch (Plain p) { printf("plain %d\n", p.v); }
  for (int k : {0, 4, 5}) {
    std::exception_ptr p = keep(k);
    printf("%d %d\n", catch_kind([&] { rethrow(p); }), catch_kind([&] { rethrow(p); }));
  }
  printf("%d ", side_nested(10));
  printf("%d ", side_nested(3));
  printf("alive %d\n", alive);
  void *plug = dlopen("plug.so", RTLD_NOW);
  if (!plug) { puts(dlerror()); return 1; }
  printf("%d\n", ((int (*)())dlsym(plug, "plug_result"))());
  auto thrower = (void (*)(int))dlsym(plug, "plug_throw");
  try { thrower(1); } catch (std::exception &e) {
    printf("%s %d\n", e.what(), ((int (*)(std::exception *))dlsym(plug, "plug_cast"))(&e));
    if (auto *error = dynamic_cast<Error *>(&e)) printf("%d %d\n", error->code, typeid(*error) == typeid(Error));
  }
  printf("%d\n", side_filter(thrower, 0));
  try { side_filter(thrower, 1); } catch (Error &e) { printf("%d\n", e.code); }
  printf("alive %d\n", alive);
  int depth = 0;
  std::function<void(int)> deep = [&](int n) { Alive a; depth++; if (n == 0) throw_kind(5); deep(n - 1); };
  printf("%d ", catch_kind([&] { deep(100); }));
  printf("%d alive %d\n", depth, alive);
  return 0;
}
