#include "twin.h"
int g_value(void); int a_value(void); 
static int ready;
int h_value(void) { return ready; }
__attribute__((constructor)) static void begin(void) { ready = 1; put_str("h begins"); put_int(1 * 2 + g_value() * 2 + a_value()); }
__attribute__((destructor)) static void end(void) { ready = 0; put_str("h ends"); put_int(1 * 2 + g_value() * 2 + a_value()); }
int h_binds(const char *name) { return dlsym(RTLD_DEFAULT, name) != 0; }
