#include "twin.h"
int answer(void) { return 1; }
int only_one = 11;
