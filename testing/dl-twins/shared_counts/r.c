#include "twin.h"
int base(void);
int r(void) { return 200 + base(); }
__attribute__((destructor)) static void d(void) { put_str("-r"); }
