#include "shared.h"
int need_next() { counter++; Holder<int>::value++; Registry::instance().count++; return Holder<int>::next(); }
const void *need_address() { return &counter; }
