#include "twin.h"
int k_value(void); int c_value(void); 
static int ready;
int l_value(void) { return ready; }
__attribute__((constructor)) static void begin(void) { ready = 1; put_str("l begins"); put_int(1 * 2 + k_value() * 2 + c_value()); }
__attribute__((destructor)) static void end(void) { ready = 0; put_str("l ends"); put_int(1 * 2 + k_value() * 2 + c_value()); }
int l_binds(const char *name) { return dlsym(RTLD_DEFAULT, name) != 0; }
