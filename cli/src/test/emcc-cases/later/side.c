#include <stdio.h>

__attribute__((constructor)) static void begin(void) { puts("side begins"); }

int answer(void) { return 42; }
