#include "twin.h"
struct shape { const char *name; int (*area)(int); int *count; };
extern int counter, numbers[4], *inside;
extern struct shape shapes[2];
extern const char *const names[];
int *third = &numbers[3];
int **indirect = &inside;
int use(int which) { put_str(shapes[which].name); put_str(names[which + 1]); return shapes[which].area(3) + *shapes[which].count; }
int far(void) { return *third * 100 + **indirect; }
