#include "hub.h"
static void *held; static int id;
static void hear(void *data, int event) { if (event == 5 && held) { void *gone = held; held = 0; put_int(dlclose(gone)); } if (event == 6) held = dlopen("leaves.so", RTLD_NOW); put_int(hub_count()); }
__attribute__((constructor)) static void begin(void) { held = dlopen("leaves.so", RTLD_NOW); id = hub_add(hear, 0); }
__attribute__((destructor)) static void end(void) { if (held) dlclose(held); hub_remove(id); put_str("holder ends"); }
