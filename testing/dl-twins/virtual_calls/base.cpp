#include "base.h"
int Base::made;
Base::Base(int v) : v(v) { made++; }
int Base::g() { return v; }
Base::~Base() { made--; }
#ifdef FREESTANDING
void operator delete(void *, __SIZE_TYPE__) noexcept {}
extern "C" void __cxa_pure_virtual() { __builtin_trap(); }
#endif
