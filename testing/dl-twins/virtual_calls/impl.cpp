#include "base.h"
struct Impl : Base { Impl() : Base(4) {} int f(int x) { return x * v; } };
static Impl it;
extern "C" Base *impl() { return &it; }
