#include "types.h"
extern "C" void pass(void (*f)(int), int kind) {
  Trace t(20 + kind);
  try { f(kind); }
  catch (const Derived &d) { put_int(1000 + d.code()); throw; }
  catch (...) { put_str("passing on"); throw; }
}
static std::exception_ptr held;
extern "C" void hold(void (*f)(int), int kind) { try { f(kind); } catch (...) { held = std::current_exception(); } }
extern "C" void release() { auto h = held; held = nullptr; std::rethrow_exception(h); }
