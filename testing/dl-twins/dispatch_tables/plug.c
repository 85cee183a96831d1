#include "ops.h"
static int power(int a, int b) { int all = 1; while (b-- > 0) all *= a; return all; }
static Op own[2] = {power, add};
__attribute__((constructor)) static void enter(void) { put_slot(power); put_slot(own[1]); }
__attribute__((destructor)) static void leave(void) { for (int i = 0; i < 8; i++) if (slots[i] == power) slots[i] = 0; }
Op plug_power(void) { return power; }
