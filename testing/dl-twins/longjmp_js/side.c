#include <setjmp.h>
#include "twin.h"
static jmp_buf here;
void leap(jmp_buf *to, int value) { put_str("leap"); longjmp(*to, value); }
int guard(void (*f)(void *), void *data) { volatile int state = 1; int v = setjmp(here); if (v) { put_int(state); return v; } state = 2; f(data); return -1; }
jmp_buf *where(void) { return &here; }
