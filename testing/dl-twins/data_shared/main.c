#include "twin.h"
extern int counter, numbers[4], *inside, *third;
int use(int); int far(void); int cube(int);
struct shape { const char *name; int (*area)(int); int *count; };
extern struct shape shapes[2];
int *mine = &counter;
int run(void) {
  put_int(use(0));
  put_int(use(1));
  numbers[3] = 40;
  inside++;
  put_int(far());
  put_int(*mine);
  put_int(shapes[1].area == cube);
  put_int(third == inside);
  return 0;
}
