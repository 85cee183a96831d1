#include "twin.h"
static int own = 9;
static int helper(void) { return own; }
int a_run(void); int b_run(void); int a_real(int); int a_alias(int); int (*a_helper(void))(void); int (*b_helper(void))(void);
extern int a_variable, a_other_name, common_array[4];
int inside(void) { return 1; }
int run(void) {
  put_int(a_run()); put_int(b_run()); put_int(a_run()); put_int(b_run());
  put_int(helper()); put_int(inside());
  put_int(a_variable); int *volatile one = &a_variable; int *volatile other = &a_other_name; put_int(one == other); put_int(common_array[1]);
  put_int(a_alias(41)); put_int((void *)a_alias == dlsym(RTLD_DEFAULT, "a_alias"));
  put_int(a_helper() == b_helper());
  put_int(dlsym(RTLD_DEFAULT, "helper") == 0); put_int(dlsym(RTLD_DEFAULT, "inner") == 0);
  return 0;
}
