#include <dlfcn.h>
#include <setjmp.h>
#include <stdio.h>

static void (*leap)(jmp_buf, int);
static int (*guard)(void (*)(void *), void *);
static jmp_buf outer;

static void jumps(void *pair) { longjmp(*((jmp_buf **)pair)[0], 42); }
static void quiet(void *pair) { puts("nothing happens"); }
static void across(void *pair) { leap(outer, 7); }
static void nested(void *pair) {
  int inner = guard(jumps, 0);
  printf("inner guard saw %d\n", inner);
  longjmp(*((jmp_buf **)pair)[0], inner + 1);
}

int main() {
  void *side = dlopen("side.so", RTLD_NOW);
  leap = dlsym(side, "leap");
  guard = dlsym(side, "guard");
  volatile int rounds = 0;
  int value = setjmp(outer);
  printf("round %d: %d\n", rounds, value);
  if (++rounds < 3) leap(outer, rounds * 10);
  if (rounds == 3) guard(across, 0);
  printf("%d\n", guard(quiet, 0));
  printf("%d\n", guard(jumps, 0));
  printf("%d\n", guard(nested, 0));
  return 0;
}
