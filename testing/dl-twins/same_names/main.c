#include "twin.h"
static int call(void *library, const char *name) { int (*f)(void) = (int (*)(void))dlsym(library, name); return f ? f() : -1; }
int run(void) {
  put_int(dlopen("libsame.so", RTLD_NOW) == 0);
  void *plug = dlopen("z/plug.so", RTLD_NOW);
  put_int(call(plug, "plug"));
  put_int(call(plug, "same"));
  void *x = dlopen("x/libsame.so", RTLD_NOW | RTLD_NOLOAD), *y = dlopen("./y/libsame.so", RTLD_NOW);
  put_int(call(x, "same")); put_int(call(y, "same")); put_int(x == y);
  void *named = dlopen("libsame.so", RTLD_NOW | RTLD_NOLOAD);
  put_int(named == x);
  void *both = dlopen("./z/../z/both.so", RTLD_NOW);
  put_int(call(both, "both"));
  put_int(dlopen("libhere.so", RTLD_NOW) == dlopen("./libhere.so", RTLD_NOW));
  put_int(dlopen("y/libthere.so", RTLD_NOW) == dlopen("libthere.so", RTLD_NOW));
  put_int(dlopen("plug.so", RTLD_NOW) == plug);
  put_int(dlopen("libuser.so", RTLD_NOW | RTLD_NOLOAD) != 0);
  put_int(dlopen("libnot.so", RTLD_NOW) == 0);
  return 0;
}
