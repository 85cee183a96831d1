#include "twin.h"
int core(void);
int plugin(void) { return 10 * core(); }
__attribute__((constructor)) static void k(void) { put_str("plugin begins"); put_int(core()); }
__attribute__((destructor)) static void d(void) { put_str("plugin goes"); }
