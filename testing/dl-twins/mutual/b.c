int a_even(int);
struct Ring { struct Ring *next; int value; };
extern struct Ring main_ring;
struct Ring b_ring = {&main_ring, 2};
int b_odd(int n) { return n == 0 ? 0 : a_even(n - 1); }
extern int (*a_pointer)(int);
int b_step(int n) { return n == 0 ? 0 : 10 + a_pointer(n - 1); }
