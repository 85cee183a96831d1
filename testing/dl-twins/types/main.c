#include "twin.h"
struct pair { long long a; double b; };
struct big { int v[12]; };
long long wide(long long, int); struct pair flip(struct pair, float); struct big fill(int); double add(int, ...);
long long back(long long (*)(long long, float), long long); unsigned char narrow(signed char, unsigned short);
static long long mine(long long x, float f) { return (long long)((double)x * f) + 0x100000000LL; }
int run(void) {
  put_i64(wide(-5000000000LL, 7));
  struct pair p = {9, 3.5};
  p = flip(p, 2.0f);
  put_i64(p.a);
  put_f64(p.b);
  struct big b = fill(3);
  put_int(b.v[11] + b.v[1]);
  put_f64(add(4, 10LL, 1.5, 20LL, 2.25));
  put_i64(back(mine, 99));
  put_int(narrow(-3, 65535));
  long long (*pointer)(long long, int) = wide;
  put_i64(pointer(1LL << 40, -1));
  return 0;
}
