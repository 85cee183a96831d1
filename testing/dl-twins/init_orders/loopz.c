#include "twin.h"
int loopx_value(void);
static int ready;
int loopz_value(void) { return ready; }
__attribute__((constructor)) static void begin(void) { ready = 1; put_str("loopz begins"); put_int(loopx_value()); }
__attribute__((destructor)) static void end(void) { ready = 0; put_str("loopz ends"); }
