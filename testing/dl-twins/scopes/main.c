#include "twin.h"
typedef int (*fn)(void);
int run(void) {
  void *local = dlopen("local.so", RTLD_NOW | RTLD_LOCAL);
  put_int(((fn)dlsym(local, "hidden"))());
  put_int(((fn)dlsym(local, "from_dep"))());
  put_int(*(int *)dlsym(local, "dep_data"));
  put_int(dlsym(RTLD_DEFAULT, "hidden") == 0);
  put_int(dlsym(RTLD_DEFAULT, "from_dep") == 0);
  void *user = dlopen("user.so", RTLD_NOW | RTLD_LOCAL);
  put_int(((fn)dlsym(user, "ask"))());
  put_int(((fn)dlsym(user, "asks_who"))());
  dlclose(user);
  put_int(dlopen("local.so", RTLD_NOW | RTLD_GLOBAL) == local);
  put_int(dlsym(RTLD_DEFAULT, "hidden") == dlsym(local, "hidden"));
  put_int(dlsym(RTLD_DEFAULT, "from_dep") != 0);
  user = dlopen("user.so", RTLD_NOW);
  put_int(((fn)dlsym(user, "ask"))());
  put_int(((fn)dlsym(user, "asks_who"))());
  put_int(dlsym(user, "hidden") == 0);
  put_int(dlsym(user, "nothing") == 0);
  put_int(dlerror() != 0);
  put_int(dlerror() == 0);
  void *self = dlopen(0, RTLD_NOW);
  put_int(dlsym(self, "run") == (void *)run);
  return 0;
}
