#include "shared.h"
extern "C" {
signed char f_char(signed char a, unsigned char b) { return a - b; }
short f_short(short a, unsigned short b) { return a + b; }
bool f_bool(bool b) { return !b; }
long long f_i64(long long a, unsigned long long b, int c) { return a * c - (long long)(b >> 3); }
uint64_t f_u64(uint64_t a) { return ~a; }
float f_float(float a, double b) { return a / (float)b; }
double f_double(double a, float b, long long c) { return a * b + c; }
long double f_long_double(long double a, int b) { return a / b; }
__int128 f_i128(__int128 a, unsigned __int128 b) { return a * (__int128)3 + (__int128)(b >> 70); }
Small f_small(Small s) { s.c++; return s; }
One f_one(One o) { o.v = -o.v; return o; }
OneDouble f_one_double(OneDouble o) { o.v *= 2; return o; }
Pair f_pair(Pair p, int n) { return {p.a + n, p.b / n}; }
Large f_large(Large l, One o) { for (auto &v : l.v) v += o.v; return l; }
Empty f_empty(Empty, int *n) { ++*n; return {}; }
Bits f_bits(Bits b) { b.a += 1; b.b = -b.b; b.c <<= 1; return b; }
Either f_either(Either e) { e.bits ^= 0x80000000u; return e; }
int f_vsum(const char *types, va_list list) {
  double all = 0;
  for (; *types; types++) switch (*types) {
    case 'i': all += va_arg(list, int); break;
    case 'l': all += va_arg(list, long long); break;
    case 'd': all += va_arg(list, double); break;
    case 'D': all += va_arg(list, long double); break;
    case 'p': { Pair p = va_arg(list, Pair); all += p.a + p.b; break; }
    case 's': all += *va_arg(list, const char *); break;
  }
  return (int)all;
}
int f_sum(const char *types, ...) {
  va_list list; va_start(list, types);
  int all = f_vsum(types, list);
  va_end(list);
  return all;
}
long long f_call(long long (*f)(long long, int, float), long long v) { return f(v, 3, 1.5f) + 1; }
Large f_call_large(Large (*f)(Large, double), int n) { Large l{}; l.v[5] = n; return f(l, 0.25); }
Pair *f_pointer(Pair *p) { return p + 1; }
int f_many(int a, int b, int c, int d, int e, int f, int g, int h, int i, int j, long long k, double l, float m, int n) {
  return a + 2 * b + 3 * c + 4 * d + 5 * e + 6 * f + 7 * g + 8 * h + 9 * i + 10 * j + (int)k + (int)l + (int)m + n;
}
}
int Both::get(int y) { return x * y + z; }
int Both::two() { return z * 2; }
int Both::plain(int n) const { return n - z; }
int call_member(Base *b, Member m, int v) { return (b->*m)(v); }
int read_field(Both *b, Field f) { return b->*f; }
Member get_member() { return &Base::get; }
