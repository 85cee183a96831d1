#include "noisy.h"
extern "C" int one_use(); extern "C" int two_use();
int run(void) {
  put_str("run"); put_int(two_use()); put_int(one_use());
  void *plug = dlopen("plug.so", RTLD_NOW); put_int(((int (*)())dlsym(plug, "plug_use"))());
  put_str("close"); dlclose(plug); put_str("closed");
  plug = dlopen("plug.so", RTLD_NOW); dlclose(plug);
  for (int i = 0; i < 2; i++) dlclose(dlopen("plugc.so", RTLD_NOW));
  put_str("run ends");
  return 0;
}
