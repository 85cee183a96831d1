#include "twin.h"
extern int plug(void) __attribute__((weak));
extern int deep_value __attribute__((weak));
int use(void) { return (plug ? plug() : -1) * 100 + (&deep_value ? deep_value : -1); }
