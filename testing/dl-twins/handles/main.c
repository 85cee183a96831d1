#include "twin.h"
int in_main = 77;
static int call(void *library, const char *name) { int (*f)(void) = (int (*)(void))dlsym(library, name); return f ? f() : -1; }
int run(void) {
  void *self = dlopen(0, RTLD_NOW), *both = dlopen("libboth.so", RTLD_NOW), *lone = dlopen("lone.so", RTLD_NOW);
  put_int(dlsym(self, "in_main") == &in_main);
  put_int(call(both, "both")); put_int(call(both, "which")); put_int(call(both, "right_only")); put_int(call(both, "both_default"));
  put_int(call(lone, "lone_default")); put_int(call(lone, "left_only")); put_int(call(self, "which")); put_int(call(self, "left_only"));
  int (*sees)(const char *) = (int (*)(const char *))dlsym(lone, "lone_sees");
  put_int(sees("in_main")); put_int(sees("lone_secret")); put_int(sees("both")); put_int(sees("global_only"));
  void *global = dlopen("global.so", RTLD_NOW | RTLD_GLOBAL);
  put_int(call(self, "which")); put_int(call(lone, "lone_default")); put_int(call(both, "both_default")); put_int(call(both, "both_global"));
  put_int(sees("global_only")); put_int(call(self, "global_only")); put_int(call(RTLD_DEFAULT, "global_only"));
  void *again = dlopen("libright.so", RTLD_NOW | RTLD_GLOBAL | RTLD_NOLOAD);
  put_int(again != 0); put_int(call(self, "right_only")); put_int(sees("right_only")); put_int(call(self, "which"));
  put_int(dlopen("global.so", RTLD_LAZY) == global); put_int(dlopen(0, RTLD_LAZY) == self);
  put_int(dlclose(global)); put_int(call(self, "global_only"));
  put_int(dlclose(global)); put_int(call(self, "global_only"));
  put_int(dlclose(self)); put_int(dlclose(self)); put_int(dlsym(self, "in_main") != 0);
  return 0;
}
