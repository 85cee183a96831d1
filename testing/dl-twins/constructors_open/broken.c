#include "twin.h"
int nothing;
