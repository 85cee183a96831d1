#include "twin.h"
int helper(void), name_of_group(void);
int group(void) { return name_of_group(); }
int help(void) { return helper(); }
