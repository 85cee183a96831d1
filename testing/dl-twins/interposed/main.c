#include "twin.h"
int name(void) { return 3; }
int level = 30;
int a_calls(void); int a_through(void); int a_level(void); int b_calls(void); int b_through(void);
int run(void) { put_int(a_calls()); put_int(a_through()); put_int(a_level()); put_int(b_calls()); put_int(b_through()); return 0; }
