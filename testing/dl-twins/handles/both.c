#include "twin.h"
int left_only(void); int right_only(void); int which(void); extern int shared_name; int in_right_and_global(void);
int both(void) { return left_only() * 1000 + right_only() * 10 + which() + shared_name * 100; }
int both_global(void) { return in_right_and_global(); }
int both_default(void) { int (*f)(void) = (int (*)(void))dlsym(RTLD_DEFAULT, "which"); return f ? f() : -1; }
