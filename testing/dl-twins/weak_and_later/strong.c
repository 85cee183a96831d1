#include "twin.h"
int both(void) { return 2; }
int both_value = 2;
int strong_says(void) { return both() * 10 + both_value; }
