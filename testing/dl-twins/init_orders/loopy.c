#include "twin.h"
int loopz_value(void);
static int ready;
int loopy_value(void) { return ready; }
__attribute__((constructor)) static void begin(void) { ready = 1; put_str("loopy begins"); put_int(loopz_value()); }
__attribute__((destructor)) static void end(void) { ready = 0; put_str("loopy ends"); }
