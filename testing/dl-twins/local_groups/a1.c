#include "twin.h"
int shared_calls(void);
int name_of_group(void) { return 1; }
int helper(void) { return shared_calls(); }
