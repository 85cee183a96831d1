#include <setjmp.h>
int plug_loop(jmp_buf out, int n) {
  jmp_buf local;
  volatile int turns = 0;
  int r = setjmp(local);
  turns++;
  if (turns < n) longjmp(local, turns);
  if (n == 4) longjmp(out, 1000 + r);
  return turns * 100 + r;
}
