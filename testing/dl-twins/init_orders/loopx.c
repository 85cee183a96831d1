#include "twin.h"
int loopy_value(void);
static int ready;
int loopx_value(void) { return ready; }
__attribute__((constructor)) static void begin(void) { ready = 1; put_str("loopx begins"); put_int(loopy_value()); }
__attribute__((destructor)) static void end(void) { ready = 0; put_str("loopx ends"); }
