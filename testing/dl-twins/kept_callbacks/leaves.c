#include "hub.h"
static int total; static int ids[2];
static void one(void *data, int event) { total += event; put_int(total); }
static void two(void *data, int event) { total += *(int *)data * event; put_int(total); if (event == 9) hub_remove(ids[0]); }
static int factor = 10;
__attribute__((constructor)) static void begin(void) { ids[0] = hub_add(one, 0); ids[1] = hub_add(two, &factor); }
__attribute__((destructor)) static void end(void) { hub_remove(ids[0]); hub_remove(ids[1]); put_str("leaves ends"); put_int(total); }
