#include "host.h"
int value = 2; int who(void) { return 22; }
