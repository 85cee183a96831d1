#include "next.h"
int shared(void) { return 3; }
int two_only(void) { return 33; }
int two_next(const char *name) { return next(name); }
int two_first(const char *name) { return first(name); }
