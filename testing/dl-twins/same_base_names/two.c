#include "twin.h"
static int calls;
int which(void) { return 200 + ++calls; }
__attribute__((destructor)) static void d(void) { put_str("two goes"); }
