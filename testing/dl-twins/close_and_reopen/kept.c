#include "twin.h"
static int count = 1;
int next(void) { return count++; }
__attribute__((destructor)) static void end(void) { }
