#include "twin.h"
int base_next(void);
static int own;
int keep_next(void) { return ++own * 10 + base_next(); }
__attribute__((constructor)) static void begin(void) { put_str("keep begins"); }
