#include "guard.h"
__attribute__((noinline)) static void global_ends() { put_str("global of a"); }
__attribute__((noinline)) static void first_ends() { put_str("first of a"); }
__attribute__((noinline)) static void second_ends() { put_str("second of a"); }
static Guard<global_ends> global;
__attribute__((destructor)) static void ends() { put_str("destructor of a"); }
static void between() { put_str("atexit a, between"); }
static void last() { put_str("atexit a, last"); }
extern "C" int use_a() {
  static Guard<first_ends> first;
  atexit(between);
  static Guard<second_ends> second;
  atexit(last);
  return 1;
}
