#include "twin.h"
int core_state = 1;
static void *plugin;
int core(void) { return core_state; }
__attribute__((constructor)) static void k(void) {
  put_str("core begins");
  put_int(dlopen("libmissing.so", RTLD_NOW) == 0);
  plugin = dlopen("libplugin.so", RTLD_NOW);
  put_int(plugin != 0);
  core_state = 2;
  put_int(((int (*)(void))dlsym(plugin, "plugin"))());
  put_str("core ends");
}
__attribute__((destructor)) static void d(void) {
  put_str("core goes");
  put_int(dlclose(plugin));
  put_str("core gone");
}
