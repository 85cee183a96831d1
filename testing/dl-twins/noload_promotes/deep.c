#include "twin.h"
int deep_value = 5;
int deep(void) { return deep_value; }
