#include "next.h"
int shared(void) { return 2; }
int one_only(void) { return 22; }
int one_next(const char *name) { return next(name); }
int one_first(const char *name) { return first(name); }
