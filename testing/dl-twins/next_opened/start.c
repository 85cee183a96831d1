#include "next.h"
int shared(void) { return 5; }
int start_only(void) { return 55; }
int start_next(const char *name) { return next(name); }
int start_first(const char *name) { return first(name); }
