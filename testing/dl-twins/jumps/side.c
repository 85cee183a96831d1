#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
jmp_buf side_buf;
int side_try(void (*f)(void *), void *arg) {
  volatile int before = 5;
  int r = setjmp(side_buf);
  if (r == 0) { before = 6; f(arg); return -1; }
  return r * 10 + before;
}
void side_jump(jmp_buf b, int v) { longjmp(b, v); }
int side_each(const int *v, int n, int (*f)(int)) { int s = 0; for (int i = 0; i < n; i++) s += f(v[i]); return s; }
struct Parser { jmp_buf error; int position; const char *text; };
static int expression(struct Parser *p);
static int number(struct Parser *p) {
  if (p->text[p->position] == '(') { p->position++; int v = expression(p); if (p->text[p->position++] != ')') longjmp(p->error, 2); return v; }
  if (p->text[p->position] < '0' || p->text[p->position] > '9') longjmp(p->error, 1);
  int v = 0;
  while (p->text[p->position] >= '0' && p->text[p->position] <= '9') v = 10 * v + p->text[p->position++] - '0';
  return v;
}
static int expression(struct Parser *p) {
  int v = number(p);
  while (p->text[p->position] == '+') { p->position++; v += number(p); }
  return v;
}
int side_parse(const char *text, int *position) {
  struct Parser p = {.text = text};
  int error = setjmp(p.error);
  if (error) { *position = p.position; return -error; }
  return expression(&p);
}
