#include "host.h"
static int contains(const char *text, const char *part) { for (; *text; text++) { int i = 0; while (part[i] && text[i] == part[i]) i++; if (!part[i]) return 1; } return 0; }
int run(void) {
  put_int(dlopen("./plug.so", RTLD_NOW) == 0);
  char *e = dlerror(); put_int(e != 0); put_int(contains(e, "absent_function")); put_int(contains(e, "plug.so"));
  put_int(dlerror() == 0);
  put_int(dlopen("./plug.so", 0) == 0); put_int(dlerror() != 0);
  void *h = dlopen("./plug.so", RTLD_LAZY); put_int(h != 0);
  put_int(((int (*)(int))dlsym(h, "f"))(0));
  put_int(dlopen("./gone.so", RTLD_LAZY) == 0); e = dlerror(); put_int(contains(e, "gone.so"));
  put_int(dlsym(h, "nothing_here") == 0); e = dlerror(); put_int(contains(e, "nothing_here")); put_int(contains(e, "plug.so"));
  return 0;
}
