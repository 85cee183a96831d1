#include "twin.h"
int level = 0;
int work(int x) { int (*next)(int) = (int (*)(int))dlsym(RTLD_NEXT, "work"); return next(x + 1) + 1000; }
int a_next(void); int a_default(void); int b_next(void); int c_next(void); int only_a(void);
int run(void) {
  put_int(work(3));
  put_int(*(int *)dlsym(RTLD_NEXT, "level"));
  put_int(a_next()); put_int(a_default()); put_int(b_next()); put_int(c_next()); put_int(only_a());
  void *plug = dlopen("plug.so", RTLD_NOW);
  const char *names[] = {"plug_next", "plug_default", "plug_level", "need_twice", "need_plugged", "need_default"};
  for (int i = 0; i < 6; i++) { put_str(names[i]); put_int(((int (*)(void))dlsym(plug, names[i]))()); }
  put_int(dlsym(RTLD_DEFAULT, "plugged") == 0);
  put_int(((int (*)(int))dlsym(plug, "twice"))(1));
  return 0;
}
