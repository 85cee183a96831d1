#include "twin.h"
int i_value(void); 
static int ready;
int j_value(void) { return ready; }
__attribute__((constructor)) static void begin(void) { ready = 1; put_str("j begins"); put_int(1 * 2 + i_value()); }
__attribute__((destructor)) static void end(void) { ready = 0; put_str("j ends"); put_int(1 * 2 + i_value()); }
int j_binds(const char *name) { return dlsym(RTLD_DEFAULT, name) != 0; }
