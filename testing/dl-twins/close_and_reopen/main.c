#include "twin.h"
typedef int (*fn)(void);
int run(void) {
  put_int(dlopen("plug.so", RTLD_NOW | RTLD_NOLOAD) == 0);
  void *one = dlopen("plug.so", RTLD_NOW);
  void *two = dlopen("plug.so", RTLD_LAZY);
  put_int(one == two);
  put_int(((fn)dlsym(one, "next"))());
  put_int(((fn)dlsym(two, "next"))());
  put_int(dlclose(one));
  put_int(((fn)dlsym(two, "next"))());
  void *dep = dlopen("libdep.so", RTLD_NOW | RTLD_NOLOAD);
  put_int(dep != 0);
  put_int(dlclose(two));
  put_int(dlopen("plug.so", RTLD_NOW | RTLD_NOLOAD) == 0);
  put_int(((fn)dlsym(dep, "dep_next"))());
  one = dlopen("plug.so", RTLD_NOW);
  put_int(((fn)dlsym(one, "next"))());
  dlclose(one);
  dlclose(dep);
  put_int(dlopen("libdep.so", RTLD_NOW | RTLD_NOLOAD) == 0);
  void *kept = dlopen("kept.so", RTLD_NOW | RTLD_NODELETE);
  put_int(((fn)dlsym(kept, "next"))());
  dlclose(kept);
  kept = dlopen("kept.so", RTLD_NOW);
  put_int(((fn)dlsym(kept, "next"))());
  return 0;
}
