#include "twin_log.h"
static Log log("two");
static void bye() { puts("two atexit"); }
extern "C" void use() { static Log inner("two inner"); atexit(bye); }
