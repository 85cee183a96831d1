#include "twin.h"
int z = 1;
__attribute__((constructor)) static void begin(void) { put_str("z begins"); z = 2; }
