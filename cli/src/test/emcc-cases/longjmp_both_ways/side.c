#include <setjmp.h>
#include <stdio.h>

void leap(jmp_buf where, int value) {
  printf("side leaps with %d\n", value);
  longjmp(where, value);
}

int guard(void (*work)(void *), void *data) {
  jmp_buf here;
  int caught = setjmp(here);
  if (caught == 0) {
    void *pair[] = {&here, data};
    work(pair);
    return 0;
  }
  return caught;
}
