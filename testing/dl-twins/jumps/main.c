#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include "twin.h"
extern jmp_buf side_buf;
int side_try(void (*f)(void *), void *); void side_jump(jmp_buf, int); int side_each(const int *, int, int (*)(int)); int side_parse(const char *, int *);
static jmp_buf mine;
static void nothing(void *p) {}
static void jump_side(void *p) { longjmp(side_buf, *(int *)p); }
static void jump_via(void *p) { side_jump(side_buf, *(int *)p); }
static void jump_out(void *p) { side_jump(mine, *(int *)p); }
static int limited(int v) { if (v > 3) longjmp(mine, v); return v; }
static int compare(const void *a, const void *b) { int x = *(int *)a, y = *(int *)b; if (x == 13 || y == 13) longjmp(mine, 13); return x - y; }
static int again(int v) {
  jmp_buf inner;
  int r = setjmp(inner);
  if (r == 0) { if (v == 2) side_jump(inner, 40); return v; }
  return r;
}
int run(void) {
  int v = 7, one = 1;
  printf("%d\n", side_try(nothing, 0));
  printf("%d\n", side_try(jump_side, &v));
  printf("%d\n", side_try(jump_via, &v));
  printf("%d\n", side_try(jump_side, &one));
  int r = setjmp(mine);
  if (r == 0) side_try(jump_out, &v); else printf("out %d\n", r);
  int values[] = {1, 2, 3, 9, 4}, good[] = {1, 2, 3};
  r = setjmp(mine);
  if (r == 0) printf("%d\n", side_each(values, 5, limited)); else printf("stopped by %d\n", r);
  r = setjmp(mine);
  if (r == 0) printf("%d\n", side_each(good, 3, limited)); else printf("stopped by %d\n", r);
  printf("%d\n", side_each(good, 3, again));
  int sorted[] = {5, 2, 8, 1}, unlucky[] = {5, 13, 1};
  if (setjmp(mine) == 0) { qsort(sorted, 4, sizeof(int), compare); printf("%d %d\n", sorted[0], sorted[3]); qsort(unlucky, 3, sizeof(int), compare); puts("no"); }
  else puts("unlucky");
  int at = 0;
  const char *texts[] = {"1+2+30", "(1+(2+3))+4", "1+", "((1+2)", "x"};
  for (int i = 0; i < 5; i++) { int value = side_parse(texts[i], &at); printf("%d@%d ", value, at); }
  puts("");
  void *plug = dlopen("plug.so", RTLD_NOW);
  if (!plug) puts(dlerror());
  int (*loop)(jmp_buf, int) = (int (*)(jmp_buf, int))dlsym(plug, "plug_loop");
  r = setjmp(mine);
  if (r == 0) { printf("%d\n", loop(mine, 3)); loop(mine, 4); puts("no"); } else printf("%d\n", r);
  volatile int count = 0;
  while (setjmp(mine) < 1000) { count++; side_jump(mine, count + 990); }
  printf("%d\n", count);
  return 0;
}
