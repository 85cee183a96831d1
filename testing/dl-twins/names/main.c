#include "twin.h"
extern int a_var[4]; int a_fn(void);
int main_var = 1;
static const char *last(const char *path) { const char *r = path; for (; *path; path++) if (*path == '/') r = path + 1; return r; }
static void tell(const void *address) {
  Dl_info info;
  if (!dladdr(address, &info)) { put_str("nobody's"); return; }
  put_str(last(info.dli_fname));
  put_str(info.dli_sname ? info.dli_sname : "no name");
  put_int(info.dli_saddr == address);
}
int run(void) {
  void *p = dlopen("plug.so", RTLD_NOW);
  put_int(dlopen("./plug.so", RTLD_NOW) == p);
  tell((void *)a_fn);
  tell(a_var);
  tell(dlsym(p, "p_fn"));
  tell(dlsym(p, "p_var"));
  return 0;
}
