#include "host.h"
int value = 1; int who(void) { return 11; }
