#include "twin.h"
static int calls;
int which(void) { return 100 + ++calls; }
__attribute__((destructor)) static void d(void) { put_str("one goes"); }
