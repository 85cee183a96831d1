#include "twin.h"
typedef void (*visit)(void *, int);
void subscribe(visit, void *);
static int total = 1000;
static void add(void *data, int value) { *(int *)data += value; put_int(total); }
void start(void) { subscribe(add, &total); }
