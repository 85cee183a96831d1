#include "twin.h"
int x_value = 1;
