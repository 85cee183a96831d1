#include "twin.h"
int dep_count = 10;
int dep_next(void) { return ++dep_count; }
__attribute__((constructor)) static void begin(void) { put_str("dep begins"); }
__attribute__((destructor)) static void end(void) { put_str("dep ends"); }
