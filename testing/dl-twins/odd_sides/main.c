#include "twin.h"
extern const int constants[]; extern const char *const names[]; extern const int *const last; extern int zeros[]; extern char *null; extern long long wide_zero;
int pure(int); long long pure64(long long); double pure_d(double); int c3(int); int *seven(void); extern int (*p1)(int); int c1(int);
int run(void) {
  put_int(*last); put_str(names[1]); put_int(names[2] == 0); put_int(null == 0); put_i64(wide_zero);
  put_int(c3(5)); put_int(zeros[7]); put_int(seven() == &zeros[7]); put_int(p1 == c1);
  put_i64(pure64(1LL << 40)); put_f64(pure_d(3));
  void *empty = dlopen("empty.so", RTLD_NOW);
  put_int(empty != 0);
  put_int(dlsym(empty, "anything") == 0);
  put_int(dlclose(empty));
  put_int(((int (*)(int))dlsym(RTLD_DEFAULT, "pure"))(4));
  return 0;
}
