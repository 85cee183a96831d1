#include "twin.h"
static int state;
int base(void) { return ++state; }
__attribute__((constructor)) static void k(void) { put_str("+base"); }
__attribute__((destructor)) static void d(void) { put_str("-base"); }
