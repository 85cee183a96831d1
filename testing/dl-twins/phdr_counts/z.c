#include "twin.h"
void note(const char *);
__attribute__((constructor)) static void k(void) { note("in the constructor of z"); }
int z_value = 3;
