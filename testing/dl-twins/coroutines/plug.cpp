#include "shared.h"
#include "twin.h"
Numbers twice(Numbers &other) { for (other.handle.resume(); !other.handle.done(); other.handle.resume()) { co_yield other.handle.promise().current; co_yield other.handle.promise().current + 1000; } }
Numbers waits() { int got = co_await Later{21}; co_yield got; got = co_await Later{-4}; co_yield got; }
extern "C" int plug_run() {
  Numbers first = squares(3);
  int sum = drain(twice(first));
  first.handle.destroy();
  return sum;
}
extern "C" void *plug_waits() { return waits().handle.address(); }
