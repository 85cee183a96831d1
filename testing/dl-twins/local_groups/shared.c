#include "twin.h"
int name_of_group(void);
int shared_state;
int shared_calls(void) { return 1000 * ++shared_state + name_of_group(); }
