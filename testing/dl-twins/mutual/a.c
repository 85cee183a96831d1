int b_odd(int); int main_step(int);
struct Ring { struct Ring *next; int value; };
extern struct Ring b_ring;
struct Ring a_ring = {&b_ring, 1};
int a_even(int n) { return n == 0 ? 1 : b_odd(n - 1); }
int a_walk(int n, int (*via)(int)) { return n == 0 ? 0 : 1 + via(n - 1); }
static int a_again(int n) { return a_walk(n, main_step); }
int (*a_pointer)(int) = a_again;
