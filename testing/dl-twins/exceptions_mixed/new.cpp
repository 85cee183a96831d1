#include "shared.h"
#define KIND new
#include "body.h"
