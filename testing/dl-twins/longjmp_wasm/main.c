#include <setjmp.h>
#include "twin.h"
void leap(jmp_buf *, int); int guard(void (*)(void *), void *); jmp_buf *where(void);
static jmp_buf outer;
static void back(void *data) { leap(where(), *(int *)data); }
static void direct(void *data) { longjmp(*where(), *(int *)data + 1); }
static void past(void *data) { leap(&outer, 77); }
static void quiet(void *data) {}
int run(void) {
  int n = 5;
  put_int(guard(back, &n));
  put_int(guard(direct, &n));
  put_int(guard(quiet, &n));
  volatile int rounds = 0;
  int v = setjmp(outer);
  put_int(v);
  if (rounds++ < 3) guard(past, 0);
  for (int i = 0; i < 3; i++) { jmp_buf loop; if (!setjmp(loop)) leap(&loop, i + 10); else put_int(i); }
  return 0;
}
