#include "host.h"
int before = 1; char plug_data[12] = "data"; int behind = 2; int other_fn(int x) { return x; } int plug_fn(int x) { return x + 1; } void *taken(void) { return (void *)other_fn; }
