#include "twin.h"
int atexit(void (*)(void));
static void bye(void) { put_str("atexit a"); }
static void bye_too(void) { put_str("atexit a, too"); }
__attribute__((constructor)) static void c(void) { atexit(bye); }
void more(void) { atexit(bye_too); }
__attribute__((destructor)) static void d(void) { put_str("destructor a"); }
