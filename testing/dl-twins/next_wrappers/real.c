#include "twin.h"
int work(int x) { return x; }
int next_of_last(void) { return dlsym(RTLD_NEXT, "work") == 0; }
int next_is_not_before(void) { return dlsym(RTLD_NEXT, "only_two") == 0; }
