#include "twin.h"
int base_next(void);
int mid_next(void) { return 100 + base_next(); }
__attribute__((destructor)) static void end(void) { put_str("mid ends"); }
