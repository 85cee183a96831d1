#include "twin.h"
int a_value(void); 
static int ready;
int b_value(void) { return ready; }
__attribute__((constructor)) static void begin(void) { ready = 1; put_str("b begins"); put_int(1 * 2 + a_value()); }
__attribute__((destructor)) static void end(void) { ready = 0; put_str("b ends"); put_int(1 * 2 + a_value()); }
int b_binds(const char *name) { return dlsym(RTLD_DEFAULT, name) != 0; }
