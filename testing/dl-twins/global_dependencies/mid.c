#include "twin.h"
extern int dep_count;
int dep_next(void);
int (*const pointer)(void) = dep_next;
int *const variable = &dep_count;
int mid(void) { return dep_next() * 100 + pointer() + *variable; }
__attribute__((constructor)) static void begin(void) { put_str("mid begins"); }
__attribute__((destructor)) static void end(void) { put_str("mid ends"); }
