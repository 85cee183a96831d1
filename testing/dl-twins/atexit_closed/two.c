#include "twin.h"
int atexit(void (*)(void));
void one_registers(void);
static void bye(void) { put_str("two: bye"); }
void two_registers(void) { atexit(bye); one_registers(); atexit(bye); }
