#include "host.h"
extern int value; int who(void); int call(void) { return who(); } int data(void) { return value; } int through(void) { int (*volatile p)(void) = who; return p(); }
