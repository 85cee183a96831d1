#include "twin.h"
int b_value(void); int d_value(void); 
static int ready;
int e_value(void) { return ready; }
__attribute__((constructor)) static void begin(void) { ready = 1; put_str("e begins"); put_int(1 * 2 + b_value() * 2 + d_value()); }
__attribute__((destructor)) static void end(void) { ready = 0; put_str("e ends"); put_int(1 * 2 + b_value() * 2 + d_value()); }
int e_binds(const char *name) { return dlsym(RTLD_DEFAULT, name) != 0; }
