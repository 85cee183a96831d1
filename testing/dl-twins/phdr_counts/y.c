#include "twin.h"
extern int x_value;
int y_value = 2;
int y(void) { return x_value; }
