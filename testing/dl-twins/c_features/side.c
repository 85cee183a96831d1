#include "shared.h"
#include "twin.h"
struct Big big(struct Big in, int by) { for (int i = 0; i < 20; i++) in.numbers[i] *= by; in.real /= by; in.wide -= by; in.text[2] = '0' + by; return in; }
struct Bits bits(struct Bits in) { in.low += 3; in.middle -= 9; in.high <<= 7; return in; }
struct Pair pair(struct Pair a, struct Pair b) { struct Pair p = {a.x * b.x, a.y + b.y}; return p; }
union Any any(union Any in, int kind) { if (kind == 0) in.i++; else if (kind == 1) in.f *= 2; else in.d = -in.d; return in; }
int vm(const unsigned char *program) {
  static const void *const labels[] = {&&halt, &&push, &&add, &&mul, &&dup, &&jnz, &&dec};
  int stack[16], top = 0, steps = 0;
#define NEXT do { if (++steps > 100) return -1; goto *labels[*program++]; } while (0)
  NEXT;
push: stack[top++] = *program++; NEXT;
add: top--; stack[top - 1] += stack[top]; NEXT;
mul: top--; stack[top - 1] *= stack[top]; NEXT;
dup: stack[top] = stack[top - 1]; top++; NEXT;
dec: stack[top - 1]--; NEXT;
jnz: if (stack[top - 1]) program -= *program; else program++; NEXT;
halt: return stack[top - 1] * 100 + steps;
}
int table(int x) { switch (x) { case 0: return 5; case 1: return 9; case 2: return -3; case 3: return 77; case 4: return 4; case 5: return 1 << 20; case 6: return 6; case 7: return x * x; case 100: return 1; case 1000: return 2; case -7: return 3; default: return x; } }
int flexible(const struct Flexible *f) { int sum = 0; for (int i = 0; i < f->count; i++) sum += f->items[i]; return sum; }
static int inner(int *p, int n) { return n ? p[n - 1] + inner(p, n - 1) : 0; }
int vla(int n, int seed) { int a[n]; int *b = __builtin_alloca(n * sizeof(int)); for (int i = 0; i < n; i++) { a[i] = seed * i; b[i] = a[i] ^ 5; } return inner(a, n) * 1000 + inner(b, n); }
static int add(struct Ops *self, int x) { return self->total += x; }
struct Ops ops = {add, 100};
long long wide(long long a, unsigned long long b, int s) { return a / 7 + (long long)(b % 1000003) + (a >> s) + (long long)(b >> s) + (a << s) + a * (long long)b; }
double real(float f, double d, int i) { return f * d + (int)d + (unsigned)f + (double)(long long)(d * 1e6) / i + (float)i; }
int count_bits(unsigned x, unsigned long long y) { return __builtin_popcount(x) * 10000 + __builtin_clz(x) * 100 + __builtin_ctzll(y); }
const char *text(int which) { static const char *const all[] = {"", "one", "two\twords", "\xc3\xa9"}; return all[which & 3]; }
int many(int a, long long b, float c, double d, short e, char f, unsigned g, int *h, int i, int j, int k, int l) { *h = i - j; return a + (int)b + (int)c + (int)d + e + f + (int)g + k * l; }
