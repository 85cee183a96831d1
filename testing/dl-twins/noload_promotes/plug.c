#include "twin.h"
int deep(void);
int plug(void) { return 10 + deep(); }
