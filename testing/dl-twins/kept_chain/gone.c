#include "twin.h"
int dep_next(void);
static int calls;
int next(void) { return 100 * ++calls + dep_next(); }
__attribute__((constructor)) static void c(void) { put_str("gone constructed"); }
