// What the programs print with, where the host is not it, and main.
#include <stdio.h>

void put_str(const char *text) { puts(text); }
void put_int(int value) { printf("%d\n", value); }
void put_i64(long long value) { printf("%lld\n", value); }
void put_f64(double value) { printf("%.3f\n", value); }

int run(void);

int main(void) {
  setvbuf(stdout, 0, _IONBF, 0);
  return run();
}
