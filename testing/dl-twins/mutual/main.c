#include "twin.h"
struct Ring { struct Ring *next; int value; };
extern struct Ring a_ring;
struct Ring main_ring = {&a_ring, 3};
int a_even(int); int b_odd(int); int b_step(int); int a_walk(int, int (*)(int));
int main_step(int n) { return n == 0 ? 0 : 100 + b_step(n - 1); }
int run(void) {
  put_int(a_even(1000)); put_int(b_odd(1000)); put_int(a_even(501));
  put_int(a_walk(30, main_step));
  struct Ring *ring = &main_ring; int sum = 0;
  for (int i = 0; i < 9; i++) { sum = sum * 2 + ring->value; ring = ring->next; }
  put_int(sum); put_int(ring == &main_ring);
  return 0;
}
