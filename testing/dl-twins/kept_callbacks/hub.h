#include "twin.h"
typedef void (*Callback)(void *data, int event);
int hub_add(Callback callback, void *data); void hub_remove(int id); void hub_fire(int event); int hub_count(void);
