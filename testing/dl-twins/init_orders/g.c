#include "twin.h"

static int ready;
int g_value(void) { return ready; }
__attribute__((constructor)) static void begin(void) { ready = 1; put_str("g begins"); put_int(1); }
__attribute__((destructor)) static void end(void) { ready = 0; put_str("g ends"); put_int(1); }
int g_binds(const char *name) { return dlsym(RTLD_DEFAULT, name) != 0; }
