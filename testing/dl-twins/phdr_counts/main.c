#include "twin.h"
static int is_ours(const char *name) {
  const char *last = name;
  for (; *name; name++)
    if (*name == '/') last = name + 1;
  return last[0] == 'l' && last[1] == 'i' && last[2] == 'b' && last[3] >= 'x' && last[3] <= 'z' && last[4] == '.' ? last[3] : 0;
}
static int each(struct dl_phdr_info *info, unsigned long size, void *data) {
  int name = is_ours(info->dlpi_name);
  if (name) *(int *)data = *(int *)data * 10 + name - 'w';
  return 0;
}
void note(const char *when) {
  int seen = 0;
  put_str(when);
  put_int(dl_iterate_phdr(each, &seen));
  put_int(seen);
}
int run(void) {
  note("nothing");
  void *y = dlopen("liby.so", RTLD_NOW);
  note("y");
  void *z = dlopen("libz.so", RTLD_NOW);
  note("z");
  dlclose(y);
  note("without y");
  void *x = dlopen("libx.so", RTLD_NOW);
  y = dlopen("liby.so", RTLD_NOW);
  note("x and y");
  struct link_map *map = 0;
  put_int(dlinfo(z, RTLD_DI_LINKMAP, &map));
  put_int(is_ours(map->l_name) - 'w');
  put_int(is_ours(map->l_next->l_name) - 'w');
  put_int(is_ours(map->l_next->l_next->l_name) - 'w');
  put_int(map->l_next->l_next->l_next == 0);
  dlclose(x);
  put_int(map->l_next->l_next->l_next == 0);
  dlclose(y);
  put_int(map->l_next == 0);
  char origin[4096];
  put_int(dlinfo(z, RTLD_DI_ORIGIN, origin));
  put_int(origin[0] != 0);
  return 0;
}
