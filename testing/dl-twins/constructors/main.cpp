#include "twin.h"
int run(void) {
  void *plug = dlopen("plug.so", RTLD_NOW);
  put_int(((int (*)())dlsym(plug, "plug_value"))());
  put_str("closing");
  dlclose(plug);
  put_str("closed");
  put_int(dlopen("liba.so", RTLD_NOW | RTLD_NOLOAD) == 0);
  put_int(dlopen("inner.so", RTLD_NOW | RTLD_NOLOAD) == 0);
  return 0;
}
