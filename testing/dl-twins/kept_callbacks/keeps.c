#include "hub.h"
static int heard[4]; static int id;
static void hear(void *data, int event) { heard[event & 3]++; put_str((const char *)data); put_int(heard[event & 3]); if (event == 3) hub_remove(id); }
__attribute__((constructor)) static void begin(void) { id = hub_add(hear, "keeps"); }
__attribute__((destructor)) static void end(void) { put_str("keeps ends"); hub_remove(id); }
