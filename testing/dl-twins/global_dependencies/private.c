#include "twin.h"
extern int dep_count;
int dep_next(void);
int (*const pointer)(void) = dep_next;
int private_call(void) { return dep_next() + pointer() + dep_count; }
