#include "twin.h"
static int call(void *library, const char *name) { int (*f)(void) = (int (*)(void))dlsym(library, name); return f ? f() : -1; }
int run(void) {
  void *one = dlopen("one.so", RTLD_NOW), *two = dlopen("two.so", RTLD_NOW);
  put_int(call(one, "one_run")); put_int(call(two, "two_run"));
  put_int(dlclose(one));
  put_int(dlopen("one.so", RTLD_NOW | RTLD_NOLOAD) == 0); put_int(dlopen("libdeep.so", RTLD_NOW | RTLD_NOLOAD) == 0);
  void *shared = dlopen("libshared.so", RTLD_NOW | RTLD_NOLOAD);
  put_int(shared != 0);
  put_int(call(two, "two_run"));
  put_int(dlclose(two)); put_int(*(int *)dlsym(shared, "shared_count"));
  put_int(dlclose(shared));
  for (int i = 0; i < 3; i++) { one = dlopen("one.so", RTLD_NOW); put_int(call(one, "one_run")); put_int(dlclose(one)); }
  void *closer = dlopen("closer.so", RTLD_NOW);
  two = dlopen("two.so", RTLD_NOW);
  ((void (*)(void *))dlsym(closer, "hold"))(two);
  put_int(dlclose(closer));
  put_int(dlopen("two.so", RTLD_NOW | RTLD_NOLOAD) == 0);
  put_str("at the end");
  return 0;
}
