#include "next.h"
int shared(void) { return 4; }
int three_only(void) { return 44; }
int three_next(const char *name) { return next(name); }
int three_first(const char *name) { return first(name); }
