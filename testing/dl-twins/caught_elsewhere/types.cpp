#include "types.h"
Base::~Base() {}
int Base::code() const { return 1; }
int Derived::code() const { return value; }
