#include "twin.h"
int leaf(void) { return 1; }
