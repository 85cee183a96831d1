#include "twin.h"
int call_absent(int), call_optional(int), call_fallback(int), by_table(int, int), has_data(void);
long long call_absent_long(long long);
double call_absent_double(double);
int run(void) {
  put_int(call_optional(5));
  put_int(call_fallback(5));
  put_int(has_data());
  put_int(by_table(1, 6));
  put_int(by_table(2, 6));
  void *late = dlopen("late.so", RTLD_LAZY | RTLD_GLOBAL);
  put_int(late != 0);
  put_int(call_absent(21));
  put_i64(call_absent_long(1LL << 40));
  put_f64(call_absent_double(5));
  put_int(by_table(0, 4));
  put_int(call_fallback(5));
  put_int(((int (*)(int))dlsym(late, "late_fallback"))(5));
  put_int(((int (*)(int))dlsym(late, "fallback"))(5));
  put_int(dlsym(RTLD_DEFAULT, "absent") == dlsym(late, "absent"));
  return 0;
}
