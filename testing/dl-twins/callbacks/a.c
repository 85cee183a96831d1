#include "twin.h"
typedef void (*visit)(void *, int);
static struct { visit fn; void *data; } all[8];
static int count;
void subscribe(visit fn, void *data) { all[count].fn = fn; all[count].data = data; count++; }
void publish(int value) { for (int i = 0; i < count; i++) all[i].fn(all[i].data, value); }
