#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <locale.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <wchar.h>
#include <setjmp.h>
void set_errno(int v) { errno = v; }
int get_errno(void) { return errno; }
FILE *side_stdout(void) { return stdout; }
void say(FILE *f, const char *text) { fprintf(f, "%s|%5.2f|%-6d|%08x|%" PRId64 "|%c|%%\n", text, 3.14159, 42, 0xbeef, (int64_t)1 << 40, 'x'); }
int by_length(const void *a, const void *b) {
  size_t x = strlen(*(char *const *)a), y = strlen(*(char *const *)b);
  return x < y ? -1 : x > y;
}
void sort_it(int *v, size_t n, int (*f)(const void *, const void *)) { qsort(v, n, sizeof *v, f); }
static volatile sig_atomic_t seen;
static void handler(int n) { seen = n; }
int raise_here(void) { signal(SIGUSR1, handler); raise(SIGUSR1); return seen == SIGUSR1; }
void use_handler(void (*f)(int)) { signal(SIGUSR2, f); raise(SIGUSR2); }
int parse(const char *text, int *a, double *b, char *c) { return sscanf(text, "%d %lf %7s", a, b, c); }
char *upper(const char *text) { char *t = strdup(text); for (char *p = t; *p; p++) *p = toupper((unsigned char)*p); return t; }
int wide(const wchar_t *w) { return (int)wcslen(w); }
double maths(double x) { return floor(sqrt(x)) + fmod(x, 3) + pow(2, 0.5) + sin(x) * 0; }
long date(void) { struct tm t = {0}; t.tm_year = 70; t.tm_mday = 2; return (long)timegm(&t); }
static char big[300];
char *format(void) { for (int i = 0; i < 10; i++) snprintf(big + 3 * i, sizeof big - 3 * i, "%d, ", i); return big; }
int (*const functions[])(int) = {abs, toupper, isdigit};
int via(int i, int v) { return functions[i](v); }
