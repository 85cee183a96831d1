#include <errno.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include <ctype.h>
#include "twin.h"
void set_errno(int); int get_errno(void); FILE *side_stdout(void); void say(FILE *, const char *);
int by_length(const void *, const void *); void sort_it(int *, size_t, int (*)(const void *, const void *));
int raise_here(void); void use_handler(void (*)(int)); int parse(const char *, int *, double *, char *); char *upper(const char *);
int wide(const wchar_t *); double maths(double); long date(void); char *format(void); int via(int, int);
extern int (*const functions[])(int);
static int down(const void *a, const void *b) { return *(int *)b - *(int *)a; }
static void mine(int n) { printf("handled %d\n", n == SIGUSR2); }
int run(void) {
  set_errno(ENOENT);
  printf("%d %s\n", errno == ENOENT, strerror(errno));
  errno = EINVAL;
  printf("%d\n", get_errno() == EINVAL);
  printf("%d\n", side_stdout() == stdout);
  say(stdout, "text");
  const char *words[] = {"three", "a", "four!!", "bb"};
  qsort(words, 4, sizeof *words, by_length);
  for (int i = 0; i < 4; i++) printf("%s ", words[i]);
  int v[] = {3, 1, 2, 9, 7};
  sort_it(v, 5, down);
  for (int i = 0; i < 5; i++) printf("%d ", v[i]);
  puts("");
  printf("%d\n", raise_here());
  use_handler(mine);
  int a; double b; char c[8];
  printf("%d", parse("12 2.5 abcdefghij", &a, &b, c));
  printf(" %d %.2f %s\n", a, b, c);
  char *u = upper("Shout");
  puts(u);
  free(u);
  printf("%d\n", wide(L"wide"));
  printf("%.3f %ld\n", maths(17), date());
  puts(format());
  printf("%d %d %d\n", via(0, -4), via(1, 'q'), via(2, '7') != 0);
  printf("%d %d\n", functions[0] == abs, functions[1] == toupper);
  setlocale(LC_ALL, "C");
  printf("%s\n", setlocale(LC_ALL, 0));
  fputs("", stdout);
  return 0;
}
