#include "twin.h"
int atexit(void (*)(void));
static void bye(void) { put_str("atexit c"); }
__attribute__((constructor)) static void c(void) { put_str("constructor c"); }
void more_c(void) { atexit(bye); }
__attribute__((destructor)) static void d(void) { put_str("destructor c"); }
