#include "twin.h"

static int ready;
int c_value(void) { return ready; }
__attribute__((constructor)) static void begin(void) { ready = 1; put_str("c begins"); put_int(1); }
__attribute__((destructor)) static void end(void) { ready = 0; put_str("c ends"); put_int(1); }
int c_binds(const char *name) { return dlsym(RTLD_DEFAULT, name) != 0; }
