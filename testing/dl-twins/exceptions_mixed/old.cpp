#include "shared.h"
#define KIND old
#include "body.h"
Guard::~Guard() { put_str(name); }
