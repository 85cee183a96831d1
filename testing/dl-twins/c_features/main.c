#include "shared.h"
#include "twin.h"
int run(void) {
  struct Big in = {{1, 2, 3}, 9.5, 1LL << 40, "hello world!"};
  in.numbers[19] = 20;
  struct Big (*volatile f)(struct Big, int) = big;
  struct Big out = f(in, 3);
  put_int(out.numbers[19]); put_f64(out.real); put_i64(out.wide); put_str(out.text); put_str(in.text);
  struct Bits b = {2, 3, 12345678901ULL}; b = bits(b); put_int(b.low); put_int(b.middle); put_i64((long long)b.high);
  struct Pair p = pair((struct Pair){1.5f, 2}, (struct Pair){4, 8}); put_f64(p.x); put_int(p.y);
  union Any a = {.d = 2.25}; a = any(a, 2); put_f64(a.d); a.i = 41; a = any(a, 0); put_int(a.i);
  static const unsigned char program[] = {1, 7, 4, 3, 1, 3, 6, 5, 2, 2, 0};
  put_int(vm(program));
  for (int i = -8; i < 9; i++) put_int(table(i));
  put_int(table(100) + table(1000));
  static const struct { int count; short items[4]; } flex = {4, {1, -2, 300, 4}};
  put_int(flexible((const struct Flexible *)&flex));
  put_int(vla(10, 3)); put_int(vla(1000, 2));
  put_int(ops.add(&ops, 5)); put_int(ops.add(&ops, -50));
  put_i64(wide(-123456789012345LL, 987654321098765ULL, 9)); put_i64(wide(1, 2, 63));
  put_f64(real(1.5f, 1e3, 7)); put_int(count_bits(0x00f0f001u, 1ULL << 45));
  for (int i = 0; i < 4; i++) put_str(text(i));
  int h; put_int(many(1, 2, 3.5f, 4.5, -5, 'a', 7, &h, 8, 9, 10, 11)); put_int(h);
  return 0;
}
