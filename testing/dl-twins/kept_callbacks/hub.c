#include "hub.h"
static struct { Callback callback; void *data; int id; } all[16]; static int count, next_id = 1;
int hub_add(Callback callback, void *data) { all[count].callback = callback; all[count].data = data; all[count].id = next_id; count++; return next_id++; }
void hub_remove(int id) { for (int i = 0; i < count; i++) if (all[i].id == id) { for (; i + 1 < count; i++) all[i] = all[i + 1]; count--; return; } }
void hub_fire(int event) { int ids[16], many = count; for (int i = 0; i < many; i++) ids[i] = all[i].id; for (int k = 0; k < many; k++) for (int i = 0; i < count; i++) if (all[i].id == ids[k]) { all[i].callback(all[i].data, event); break; } }
int hub_count(void) { return count; }
