#include "twin.h"
int y(void);
static int ready;
int inner(void) { return ready ? y() + 1 : -1; }
__attribute__((constructor)) static void begin(void) { put_str("inner begins"); ready = 1; }
