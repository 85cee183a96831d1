#include "hub.h"
static void main_hears(void *data, int event) { put_str("main hears"); put_int(event); }
int run(void) {
  hub_add(main_hears, 0);
  void *keeps = dlopen("keeps.so", RTLD_NOW | RTLD_NODELETE), *leaves = dlopen("leaves.so", RTLD_NOW);
  hub_fire(1); dlclose(keeps); hub_fire(1); dlclose(leaves); hub_fire(2);
  void *holder = dlopen("holder.so", RTLD_NOW); hub_fire(4); hub_fire(5); hub_fire(4); hub_fire(6); hub_fire(9); hub_fire(1);
  leaves = dlopen("leaves.so", RTLD_NOW); put_int(dlclose(holder)); hub_fire(2); put_int(dlclose(leaves)); hub_fire(3); hub_fire(1);
  put_int(hub_count());
  return 0;
}
