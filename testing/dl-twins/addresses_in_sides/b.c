#include "twin.h"
extern int a_value;
int a_function(int);
const char *base(const char *);
void show(const char *, const void *);
int b_value = 4;
int b_function(int x) { return x - b_value; }
static int count(struct dl_phdr_info *info, unsigned long size, void *data) {
  const char *name = base(info->dlpi_name);
  if (name[0] == 'l' && (name[3] == 'a' || name[3] == 'b') && name[4] == '.') {
    put_str(name);
    ++*(int *)data;
  }
  return 0;
}
static int stop(struct dl_phdr_info *info, unsigned long size, void *data) {
  ++*(int *)data;
  return *(int *)data == 2 ? 77 : 0;
}
void report(void *self) {
  show("a value", &a_value);
  show("a function", (void *)a_function);
  show("b value", &b_value);
  show("b function", (void *)b_function);
  show("null", 0);
  int (*pointer)(const void *, Dl_info *) = dladdr;
  Dl_info info;
  put_int(pointer(&b_value, &info) != 0);
  put_str(base(info.dli_fname));
  pointer = (int (*)(const void *, Dl_info *))dlsym(RTLD_DEFAULT, "dladdr");
  put_int(pointer != 0 && pointer(&a_value, &info) != 0);
  put_str(base(info.dli_fname));
  int seen = 0;
  put_int(dl_iterate_phdr(count, &seen));
  put_int(seen);
  seen = 0;
  put_int(dl_iterate_phdr(stop, &seen));
  put_int(seen);
  struct link_map *map = 0, *again = 0;
  put_int(dlinfo(self, RTLD_DI_LINKMAP, &map));
  put_str(base(map->l_name));
  put_int(map->l_prev != 0 && map->l_prev->l_next == map);
  put_int(map->l_next != 0 && map->l_next->l_prev == map);
  put_str(base(map->l_next->l_name));
  put_int(dlinfo(self, RTLD_DI_LINKMAP, &again) == 0 && again == map);
  put_int(dlinfo(self, 9999, &again));
  put_int(dlerror() != 0);
  put_int(dlerror() != 0);
}
