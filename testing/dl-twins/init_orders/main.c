#include "twin.h"
static int ask(void *library, const char *name, const char *argument) { return ((int (*)(const char *))dlsym(library, name))(argument); }
int run(void) {
  put_str("run");
  for (int i = 0; i < 2; i++) {
    void *j = dlopen("libj.so", RTLD_NOW); dlclose(j); put_str("-");
    void *e = dlopen("libe.so", RTLD_NOW), *h = dlopen("libh.so", RTLD_NOW | RTLD_GLOBAL), *f = dlopen("libf.so", RTLD_NOW);
    put_int(ask(f, "f_binds", "g_value")); put_int(ask(e, "e_binds", "h_value")); put_int(ask(e, "e_binds", "f_value"));
    put_int(dlclose(h)); put_str("h closed"); put_int(dlclose(e)); put_str("e closed"); put_int(dlclose(f)); put_str("f closed");
    j = dlopen("libj.so", RTLD_NOW); f = dlopen("libf.so", RTLD_NOW); dlclose(j); put_str("j closed"); dlclose(f); put_str("f closed");
    void *user = dlopen("libuser.so", RTLD_NOW), *loop = dlopen("libloopx.so", RTLD_NOW); dlclose(user); put_str("user closed"); dlclose(loop); put_str("loop closed");
    loop = dlopen("libloopy.so", RTLD_NOW); dlclose(loop); put_str("loop closed");
  }
  return 0;
}
