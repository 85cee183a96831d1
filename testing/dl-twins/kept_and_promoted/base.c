#include "twin.h"
int base_count;
int base_next(void) { return ++base_count; }
__attribute__((destructor)) static void end(void) { put_str("base ends"); put_int(base_count); }
