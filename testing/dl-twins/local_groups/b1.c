#include "twin.h"
int shared_calls(void);
int name_of_group(void) { return 2; }
int helper(void) { return shared_calls(); }
