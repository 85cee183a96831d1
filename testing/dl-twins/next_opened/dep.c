#include "next.h"
int shared(void) { return 1; }
int dep_only(void) { return 11; }
int dep_next(const char *name) { return next(name); }
int dep_first(const char *name) { return first(name); }
