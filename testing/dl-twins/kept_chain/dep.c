#include "twin.h"
static int count;
int dep_next(void) { return ++count; }
__attribute__((constructor)) static void c(void) { put_str("dep constructed"); }
__attribute__((destructor)) static void d(void) { put_str("dep destructed"); }
