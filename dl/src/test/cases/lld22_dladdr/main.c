#include "host.h"
static const char *base(const char *path) { const char *last = path; for (; *path; path++) if (*path == '/') last = path + 1; return last; }
static void show(void *p) { struct dl_info i; int r = dladdr(p, &i); put_int(r); if (!r) return; put_str(base(i.fname)); put_str(i.sname ? i.sname : "-"); put_int(i.saddr == p); }
int run(void) {
  void *h = dlopen("./plug.so", RTLD_NOW);
  show(dlsym(h, "plug_fn")); show(dlsym(h, "plug_data")); show((char *)dlsym(h, "plug_data") + 5);
  show(((void *(*)(void))dlsym(h, "taken"))());
  return 0;
}
