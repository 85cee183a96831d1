#include "twin.h"
__thread int mine = 3;
static int call(void *library, const char *name) { int (*f)(void) = (int (*)(void))dlsym(library, name); return f ? f() : -1; }
int run(void) {
  mine++;
  for (int i = 0; i < 2; i++) {
    void *one = dlopen("one.so", RTLD_NOW), *two = dlopen("two.so", RTLD_NOW);
    put_int(call(one, "one_run")); put_int(call(one, "one_run")); put_int(call(two, "two_run")); put_i64(((long long (*)(void))dlsym(one, "one_wide"))());
    put_int(*(int *)dlsym(one, "one_exported")); put_int(*(int *)dlsym(two, "shared")); put_int(dlsym(one, "shared") == dlsym(two, "shared"));
    dlclose(one); put_int(call(two, "two_run")); one = dlopen("one.so", RTLD_NOW); put_int(call(one, "one_run")); dlclose(one); dlclose(two);
    put_int(dlopen("libvars.so", RTLD_NOW | RTLD_NOLOAD) == 0);
  }
  put_int(mine);
  return 0;
}
