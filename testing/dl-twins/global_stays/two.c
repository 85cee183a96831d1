#include "twin.h"
int answer(void) { return 2; }
