#include "base.h"
#include <cstdio>
struct Starter {
  int result = 0;
  Starter() {
    try { throw_kind(2); } catch (Net &e) { result = e.code; }
    try { throw Plain{3}; } catch (Plain &p) { result += p.v; }
  }
};
static Starter starter;
extern "C" int plug_result() { return starter.result; }
struct Private : Error { Private() : Error("private", 77) {} const char *what() const noexcept override { return "what of plug"; } };
extern "C" void plug_throw(int n) { Alive a; if (n) throw Private(); }
extern "C" int plug_cast(std::exception *e) { return dynamic_cast<Error *>(e) != nullptr; }
