#include "twin.h"
int run(void) {
  void *core = dlopen("libcore.so", RTLD_NOW);
  put_int(((int (*)(void))dlsym(core, "core"))());
  put_int(dlclose(core));
  put_int(dlopen("libplugin.so", RTLD_NOW | RTLD_NOLOAD) != 0);
  put_str("end");
  return 0;
}
