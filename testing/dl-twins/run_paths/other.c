#include "twin.h"
static int calls;
int other(void) { return 50 + ++calls; }
