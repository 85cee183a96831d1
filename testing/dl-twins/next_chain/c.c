#include "twin.h"
int work(int x) { put_str("c"); return x + (dlsym(RTLD_NEXT, "work") == 0); }
