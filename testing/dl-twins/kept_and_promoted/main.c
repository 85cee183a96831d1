#include "twin.h"
static int call(void *library, const char *name) { int (*f)(void) = (int (*)(void))dlsym(library, name); return f ? f() : -1; }
static int loaded(const char *name) { void *library = dlopen(name, RTLD_LAZY | RTLD_NOLOAD); if (library) dlclose(library); return library != 0; }
static void all(void) { put_int(loaded("top.so") * 1000 + loaded("libmid.so") * 100 + loaded("libbase.so") * 10 + loaded("keep.so")); }
int run(void) {
  put_int(dlopen("top.so", RTLD_NOW | RTLD_NOLOAD) == 0); put_int(dlerror() == 0);
  put_int(dlopen("top.so", RTLD_NOW | RTLD_NOLOAD | RTLD_GLOBAL | RTLD_NODELETE) == 0); all();
  dlsym(RTLD_DEFAULT, "absent"); put_int(dlopen("top.so", RTLD_NOW | RTLD_NOLOAD) == 0); put_int(dlerror() == 0);
  dlsym(RTLD_DEFAULT, "absent"); put_int(dlopen("nowhere.so", RTLD_NOW | RTLD_NOLOAD) == 0); put_int(dlerror() != 0);
  dlsym(RTLD_DEFAULT, "absent"); put_int(dlsym(RTLD_DEFAULT, "run") != 0); put_int(dlerror() == 0);
  void *top = dlopen("top.so", RTLD_NOW);
  all(); put_int(call(top, "top_next")); put_int(call(RTLD_DEFAULT, "top_next"));
  put_int(dlopen("early.so", RTLD_NOW) == 0);
  void *early = dlopen("early.so", RTLD_LAZY);
  put_int(early != 0);
  put_int(dlopen("libmid.so", RTLD_LAZY | RTLD_NOLOAD | RTLD_GLOBAL) != 0);
  put_int(call(RTLD_DEFAULT, "mid_next")); put_int(call(RTLD_DEFAULT, "base_next")); put_int(call(RTLD_DEFAULT, "top_next"));
  put_int(call(early, "use_base"));
  void *again = dlopen("top.so", RTLD_NOW | RTLD_NOLOAD | RTLD_GLOBAL);
  put_int(again == top); put_int(call(RTLD_DEFAULT, "top_next")); put_int(call(early, "use_top"));
  void *late = dlopen("late.so", RTLD_NOW);
  put_int(late != 0); put_int(call(late, "use_top")); put_int(call(late, "use_base"));
  put_int(dlclose(top)); all(); put_int(dlclose(again)); all();
  put_int(call(late, "use_top"));
  put_int(dlclose(late)); put_int(dlclose(early)); all();
  void *keep = dlopen("keep.so", RTLD_NOW);
  put_int(call(keep, "keep_next")); put_int(dlclose(keep)); all();
  keep = dlopen("keep.so", RTLD_NOW | RTLD_NODELETE);
  put_int(call(keep, "keep_next")); put_int(dlclose(keep)); all();
  keep = dlopen("keep.so", RTLD_NOW); put_int(call(keep, "keep_next")); put_int(dlclose(keep)); put_int(dlclose(keep) != 0); all();
  put_str("end");
  return 0;
}
