#include "twin.h"
__attribute__((weak)) int both(void) { return 1; }
__attribute__((weak)) int both_value = 1;
int weak_says(void) { return both() * 10 + both_value; }
