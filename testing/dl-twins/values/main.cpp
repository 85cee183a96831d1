#include "shared.h"
#include <cstdio>
#include <cinttypes>
extern "C" {
#include "twin.h"
}
static long long mine(long long v, int n, float f) { return v * n + (long long)(f * 2); }
static Large mine_large(Large l, double d) { l.v[0] = (int64_t)(l.v[5] * d); return l; }
static int forward(const char *types, ...) {
  va_list list; va_start(list, types);
  int all = f_vsum(types, list);
  va_end(list);
  return all;
}
typedef long long (*LongFunction)(long long, unsigned long long, int);
int run() {
  printf("%d %d %d %d\n", f_char(-100, 100), f_char(127, 255), f_short(32767, 1), f_bool(true));
  printf("%lld\n", f_i64(-123456789012345LL, 0xffffffffffffffffULL, 7));
  printf("%" PRIx64 "\n", f_u64(0x0123456789abcdefULL));
  printf("%.5f %.5f\n", f_float(1.0f, 3.0), f_double(1e10, 0.5f, -1LL << 40));
  printf("%.10f\n", (double)f_long_double(1.0L, 3));
  __int128 big = f_i128(((__int128)1 << 100) + 5, (unsigned __int128)-1);
  printf("%" PRIx64 " %" PRIx64 "\n", (uint64_t)(big >> 64), (uint64_t)big);
  printf("%d %lld %.2f\n", f_small({'a'}).c, f_one({1LL << 50}).v, f_one_double({1.25}).v);
  Pair p = f_pair({4, 9.0}, 2);
  printf("%d %.2f\n", p.a, p.b);
  Large l = f_large({{1, 2, 3, 4, 5, 6}}, {1LL << 33});
  for (auto v : l.v) printf("%lld ", (long long)v);
  int n = 1;
  f_empty({}, &n);
  printf("%d\n", n);
  Bits b = f_bits({6, -500, 0x1234567890ULL});
  printf("%u %d %llx\n", b.a, b.b, (unsigned long long)b.c);
  Either e; e.f = 2.5f;
  printf("%.2f\n", f_either(e).f);
  printf("%d\n", f_sum("ildsDp", 1, 1LL << 20, 2.5, "A", (long double)0.5, Pair{10, 20.0}));
  printf("%d %d\n", forward("dd", 1.5, 2.5), f_sum(""));
  printf("%lld\n", f_call(mine, 1LL << 40));
  printf("%lld\n", (long long)f_call_large(mine_large, 400).v[0]);
  Pair pairs[2] = {{1, 1}, {2, 2}};
  printf("%d\n", f_pointer(pairs)->a);
  printf("%d\n", f_many(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12.5, 13.5f, 14));
  Both both;
  printf("%d %d %d\n", call_member(&both, &Base::get, 3), call_member(&both, static_cast<Member>(&Both::get), 4), (both.*get_member())(5));
  printf("%d %d\n", read_field(&both, &Both::z), static_cast<Other *>(&both)->two());
  LongFunction f = (LongFunction)dlsym(RTLD_DEFAULT, "f_i64");
  printf("%lld %d\n", f(1LL << 60, 8, 2), f == &f_i64);
  LongFunction table[] = {f_i64, [](long long a, unsigned long long b, int c) -> long long { return a + b + c; }};
  for (auto each : table) printf("%lld ", each(10, 16, 2));
  puts("");
  return 0;
}
