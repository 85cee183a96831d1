#include "twin.h"
extern int numbers[10], *const at[], (*const functions[])(int), twice(int);
extern short *high;
extern const char *world;
extern struct { const char *name; int (*f)(int); int *p; } rows[2];
int *back = &numbers[5];
int run(void) {
  put_int(*at[0]);
  put_int(at[1] == numbers + 10);
  put_int(at[1] - at[2]);
  put_int(*at[3]);
  put_int(at[4] == 0);
  put_int(*high);
  put_int(functions[0](4));
  put_int(functions[1](4));
  put_int(functions[2] == 0);
  put_int(functions[3] == twice);
  put_str(world);
  put_str(rows[0].name);
  put_str(rows[1].name);
  put_int(rows[0].f(*rows[0].p));
  put_int(rows[1].f(*rows[1].p));
  *back = 55;
  put_int(numbers[5]);
  return 0;
}
