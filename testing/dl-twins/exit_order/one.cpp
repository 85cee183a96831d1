#include "twin_log.h"
static Log log("one");
static void bye() { puts("one atexit"); }
extern "C" void use() { static Log inner("one inner"); atexit(bye); }
