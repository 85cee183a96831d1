#include <stdio.h>

int first(int a, { return a + ; }

struct half { int x; char *y

int good(void) { return 42; }
void text(void) { puts("unterminated ü); }
#if 1
int after[3] = {1, 2,, 3};
