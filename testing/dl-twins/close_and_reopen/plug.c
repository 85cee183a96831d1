#include "twin.h"
int dep_next(void);
static int count = 1;
__attribute__((constructor)) static void begin(void) { put_str("plug begins"); }
__attribute__((destructor)) static void end(void) { put_str("plug ends"); }
int next(void) { return count++ + dep_next(); }
