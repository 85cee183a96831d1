#include "host.h"
_Thread_local int zero; _Thread_local int counter = 10; extern _Thread_local int mine; int bump(void) { zero += 100; return ++counter + zero; } int of_main(void) { return mine; }
