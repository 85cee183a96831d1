#include <stdarg.h>
struct pair { long long a; double b; };
struct big { int v[12]; };
long long wide(long long x, int y) { return x * 1000003LL + y; }
struct pair flip(struct pair p, float f) { struct pair r = {(long long)(p.b * f), (double)p.a / 2}; return r; }
struct big fill(int n) { struct big b; for (int i = 0; i < 12; i++) b.v[i] = n * i; return b; }
double add(int n, ...) { va_list l; va_start(l, n); double s = 0; for (int i = 0; i < n; i++) s += i & 1 ? va_arg(l, double) : (double)va_arg(l, long long); va_end(l); return s; }
long long back(long long (*f)(long long, float), long long x) { return f(x + 1, 0.5f) - 1; }
unsigned char narrow(signed char a, unsigned short b) { return (unsigned char)(a + b); }
