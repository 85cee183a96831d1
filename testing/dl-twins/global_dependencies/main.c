#include "twin.h"
static int call(void *handle, const char *name) {
  int (*f)(void) = (int (*)(void))dlsym(handle, name);
  if (!f) {
    dlerror();
    return -1;
  }
  return f();
}
int run(void) {
  void *dep = dlopen("libdep.so", RTLD_NOW | RTLD_LOCAL);
  put_int(dep != 0);
  put_int(dlsym(RTLD_DEFAULT, "dep_next") != 0);
  dlerror();
  // Its data is of nobody yet.
  put_int(dlopen("late.so", RTLD_NOW) != 0);
  dlerror();
  // One that needs it sees it, without that others do.
  void *priv = dlopen("private.so", RTLD_NOW | RTLD_LOCAL);
  put_int(call(priv, "private_call"));
  put_int(dlsym(RTLD_DEFAULT, "dep_next") != 0);
  dlerror();
  // Now for all, with what it needs.
  void *mid = dlopen("libmid.so", RTLD_NOW | RTLD_GLOBAL);
  put_int(mid != 0);
  put_int(call(mid, "mid"));
  void *late = dlopen("late.so", RTLD_NOW);
  put_int(late != 0);
  put_int(call(late, "late"));
  // Still used by others.
  put_int(dlclose(dep));
  put_int(dlclose(priv));
  put_int(call(late, "late"));
  put_int(dlclose(late));
  put_int(dlclose(mid));
  put_str("all closed");
  put_int(dlsym(RTLD_DEFAULT, "dep_next") != 0);
  put_int(dlopen("libdep.so", RTLD_NOW | RTLD_NOLOAD) != 0);
  return 0;
}
