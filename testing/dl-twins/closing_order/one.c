#include "twin.h"
extern int deep_value, shared_count;
static char big[100000];
int one_run(void) { deep_value++; big[99999]++; return deep_value * 1000 + shared_count + big[99999]; }
__attribute__((constructor)) static void begin(void) { put_str("one begins"); }
__attribute__((destructor)) static void end(void) { put_str("one ends"); put_int(deep_value); }
