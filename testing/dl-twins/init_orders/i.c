#include "twin.h"
int h_value(void); int f_value(void); 
static int ready;
int i_value(void) { return ready; }
__attribute__((constructor)) static void begin(void) { ready = 1; put_str("i begins"); put_int(1 * 2 + h_value() * 2 + f_value()); }
__attribute__((destructor)) static void end(void) { ready = 0; put_str("i ends"); put_int(1 * 2 + h_value() * 2 + f_value()); }
int i_binds(const char *name) { return dlsym(RTLD_DEFAULT, name) != 0; }
