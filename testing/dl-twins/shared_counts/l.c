#include "twin.h"
int base(void);
int l(void) { return 100 + base(); }
__attribute__((destructor)) static void d(void) { put_str("-l"); }
