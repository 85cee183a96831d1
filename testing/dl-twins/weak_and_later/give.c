#include "twin.h"
int given_value = 3;
int given(void) { return 33; }
