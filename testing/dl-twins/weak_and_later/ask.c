#include "twin.h"
extern int given(void) __attribute__((weak));
extern int given_value __attribute__((weak));
int has_function(void) { return given != 0; }
int has_value(void) { return &given_value != 0; }
int call(void) { return given ? given() : -1; }
