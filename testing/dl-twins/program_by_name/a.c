#include "twin.h"
int a = 1;
