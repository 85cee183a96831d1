#include "twin.h"
int dep_next(void);
extern int dep_count;
int late(void) { return dep_next() + dep_count; }
