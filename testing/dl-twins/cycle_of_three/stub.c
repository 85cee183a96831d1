#include "twin.h"
int unused;
