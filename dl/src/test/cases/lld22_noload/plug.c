#include "host.h"
static int n; int next(void) { return ++n; }
