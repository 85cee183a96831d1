#include "host.h"
int twice(int x) { put_str("real"); return 2 * x + (dlsym(RTLD_NEXT, "twice") == 0); }
