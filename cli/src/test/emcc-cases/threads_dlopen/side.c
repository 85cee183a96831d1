#include <stdio.h>
_Thread_local int local = 30;
static int shared = 5;
int *where(void) { return &shared; }
static int twice(int x) { return 2 * x + local; }
int (*get(void))(int) { return twice; }
int bump(void) { return ++local + ++shared; }
