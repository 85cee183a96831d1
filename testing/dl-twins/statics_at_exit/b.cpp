#include "guard.h"
__attribute__((noinline)) static void single_ends() { put_str("single of b"); }
__attribute__((noinline)) static void array_ends() { put_str("one of an array of b"); }
__attribute__((noinline)) static void inner_ends() { put_str("inner of b"); }
struct Single {
  static Single &instance() {
    static Single single;
    return single;
  }
  ~Single() { single_ends(); }
};
static void at_first() { put_str("atexit b, at first"); }
static void nested() {
  static Guard<inner_ends> inner;
  put_str("atexit b, nested");
}
extern "C" int use_b() {
  atexit(at_first);
  Single::instance();
  static Guard<array_ends> array[2];
  atexit(nested);
  return 2;
}
