#include "twin.h"
extern int z;
int y(void) { return z * 10; }
__attribute__((constructor)) static void begin(void) { put_str("y begins"); put_int(z); }
