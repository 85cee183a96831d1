#include "twin.h"
static void *held;
void hold(void *library) { held = library; }
__attribute__((destructor)) static void end(void) { put_str("closer ends"); if (held) put_int(dlclose(held)); put_str("closer has ended"); }
