#include <stdexcept>
#include <string>
#include "twin.h"
#include "shared.h"
Failure::Failure(int code) : code(code) {}
Failure::~Failure() {}
const char *Failure::what() const noexcept { return "failure"; }
struct Guard { const char *name; ~Guard() { put_str(name); } };
void thrower(int kind) {
  Guard guard = {"guard of side"};
  switch (kind) {
    case 0: throw 42;
    case 1: throw std::runtime_error("runtime");
    case 2: throw Failure(7);
    case 3: throw std::string("text");
    case 4: throw Derived();
  }
  put_str("nothing thrown");
}
int catcher(void (*f)(int), int kind) {
  Guard guard = {"guard of catcher"};
  try { f(kind); } catch (int v) { return v; } catch (const Failure &e) { return 1000 + e.code; } catch (std::exception &e) { put_str(e.what()); return 3000; }
  return 0;
}
void rethrower(void (*f)(int), int kind) { try { f(kind); } catch (...) { put_str("rethrown"); throw; } }
