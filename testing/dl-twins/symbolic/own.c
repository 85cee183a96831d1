#include "twin.h"
int value = 2;
int function(void) { return 20; }
int own_call(void) { return function(); }
int own_value(void) { return value; }
int *own_address(void) { return &value; }
void own_set(int v) { value = v; }
