#include "shared.h"
int count_calls(void); int log_levels(void);
double half(double x) { return NEXT(half)(x * 3) * 2; }
int run(void) {
  put_int(sum(4, 1, 2, 3, 4)); Big it = big(3); put_int(it.a); put_f64(it.b); put_i64(it.c);
  Small s = {2}; put_int(small(s).x); put_f64(half(5)); put_f64(half(7)); put_i64(wide(1LL << 40, 3)); put_int(count_calls());
  char *one = block(4), *two = block(4); put_int(two - one);
  put_int(level); put_int(log_levels()); put_int(*(int *)dlsym(RTLD_NEXT, "level")); put_int(dlsym(RTLD_NEXT, "run") == 0);
  put_int(dlsym(RTLD_NEXT, "sum") == (void *)sum); put_int(dlsym(RTLD_DEFAULT, "half") == (void *)half); put_int(dlsym(RTLD_NEXT, "half") != (void *)half);
  void *plug = dlopen("plug.so", RTLD_NOW);
  put_int(((int (*)(void))dlsym(plug, "own_only"))()); put_int(((int (*)(void))dlsym(plug, "plug_small"))()); put_int(((int (*)(void))dlsym(plug, "plug_default"))());
  return 0;
}
