#include "twin.h"
int value = 1;
int function(void) { return 10; }
int first_call(void) { return function(); }
int *first_address(void) { return &value; }
