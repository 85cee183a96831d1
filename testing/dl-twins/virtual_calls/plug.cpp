#include "base.h"
struct Mixin { virtual int m() { return 9; } };
struct Plug : Base, Mixin { Plug() : Base(6) {} int f(int x) { return x + v; } int g() { return 60 + m(); } };
static Plug it;
extern "C" Base *plug() { return &it; }
extern "C" Mixin *mixin() { return &it; }
