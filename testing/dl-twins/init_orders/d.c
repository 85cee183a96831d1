#include "twin.h"
int c_value(void); int a_value(void); 
static int ready;
int d_value(void) { return ready; }
__attribute__((constructor)) static void begin(void) { ready = 1; put_str("d begins"); put_int(1 * 2 + c_value() * 2 + a_value()); }
__attribute__((destructor)) static void end(void) { ready = 0; put_str("d ends"); put_int(1 * 2 + c_value() * 2 + a_value()); }
int d_binds(const char *name) { return dlsym(RTLD_DEFAULT, name) != 0; }
