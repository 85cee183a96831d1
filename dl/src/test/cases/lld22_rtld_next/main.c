#include "host.h"
int twice(int); int run(void) {
  put_int(twice(5));
  put_int(((int (*)(int))dlsym(RTLD_DEFAULT, "twice"))(1));
  put_int(dlsym(RTLD_NEXT, "run") == 0);
  put_int(dlsym(RTLD_DEFAULT, "nothing") == 0);
  return 0;
}
