#include "twin.h"
int mid_next(void);
int top_count;
int top_next(void) { return 1000 * ++top_count + mid_next(); }
__attribute__((destructor)) static void end(void) { put_str("top ends"); put_int(top_count); }
