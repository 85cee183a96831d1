#include "twin.h"
int work(int), next_of_last(void), next_is_not_before(void);
int run(void) {
  put_int(work(7));
  put_int(((int (*)(int))dlsym(RTLD_DEFAULT, "work"))(8));
  put_int(((int (*)(int))dlsym(RTLD_NEXT, "work"))(9));
  put_int(next_of_last());
  put_int(next_is_not_before());
  void *late = dlopen("liblate.so", RTLD_NOW | RTLD_GLOBAL);
  put_int(((int (*)(void))dlsym(late, "late_next"))());
  put_int(((int (*)(int))dlsym(late, "late_default"))(6));
  put_int(((int (*)(int))dlsym(late, "work"))(6));
  return 0;
}
