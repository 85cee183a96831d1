#include "twin_log.h"
static Log log("need");
extern "C" void need() { static Log inner("need inner"); }
