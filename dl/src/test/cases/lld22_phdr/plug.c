#include "host.h"
int plug_data = 3;
