#include "twin.h"
typedef void (*visit)(void *, int);
void subscribe(visit, void *); void publish(int);
static void show(void *text, int value) { put_str(text); put_int(value); }
int run(void) {
  subscribe(show, "main sees");
  void *p = dlopen("plug.so", RTLD_NOW);
  ((void (*)(void))dlsym(p, "start"))();
  publish(5);
  publish(7);
  return 0;
}
