// What the programs print with, where the host is not it, and main.
#include <stdio.h>

// Before anything is written: constructors write, too.
static FILE *out(void) {
  static int is_ready;
  if (!is_ready) {
    is_ready = 1;
    setvbuf(stdout, 0, _IONBF, 0);
  }
  return stdout;
}

void put_str(const char *text) { fprintf(out(), "%s\n", text); }
void put_int(int value) { fprintf(out(), "%d\n", value); }
void put_i64(long long value) { fprintf(out(), "%lld\n", value); }
void put_f64(double value) { fprintf(out(), "%.3f\n", value); }

int run(void);

int main(void) {
  out();
  return run();
}
