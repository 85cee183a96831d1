#include "twin.h"
extern int shared_count;
int deep_value = 5;
__attribute__((constructor)) static void begin(void) { put_str("deep begins"); shared_count += 10; }
__attribute__((destructor)) static void end(void) { put_str("deep ends"); shared_count += 100; }
