#include "twin.h"
int shared_count;
__attribute__((constructor)) static void begin(void) { put_str("shared begins"); shared_count = 1; }
__attribute__((destructor)) static void end(void) { put_str("shared ends"); put_int(shared_count); }
