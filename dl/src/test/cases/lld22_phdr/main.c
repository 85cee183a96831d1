#include "host.h"
static int has(const char *text, const char *part) { for (; *text; text++) { int i = 0; while (part[i] && text[i] == part[i]) i++; if (!part[i]) return 1; } return 0; }
static int count(struct phdr_info *i, unsigned long size, void *data) { if (has(i->name, "plug")) ++*(int *)data; return 0; }
static int stop(struct phdr_info *i, unsigned long size, void *data) { ++*(int *)data; return 7; }
int run(void) {
  int n = 0; dl_iterate_phdr(count, &n); put_int(n);
  void *h = dlopen("./plug.so", RTLD_NOW);
  n = 0; put_int(dl_iterate_phdr(count, &n)); put_int(n);
  n = 0; put_int(dl_iterate_phdr(stop, &n)); put_int(n);
  dlclose(h); n = 0; dl_iterate_phdr(count, &n); put_int(n);
  return 0;
}
