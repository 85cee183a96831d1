// What one thread opens is there in the others: functions, pointers to them, variables.
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>

static void *handle;
static int (*twice)(int);
static int (*bump)(void);
static pthread_barrier_t barrier;

static void *opens(void *argument) {
  handle = dlopen("side.wasm", RTLD_NOW);
  if (!handle) {
    printf("%s\n", dlerror());
    return 0;
  }
  int (*(*get)(void))(int) = dlsym(handle, "get");
  twice = get();
  bump = dlsym(handle, "bump");
  printf("opener: %d %d %d\n", twice(1), bump(), bump());
  return 0;
}

static void *uses(void *argument) {
  pthread_barrier_wait(&barrier);
  int **(*where)(void) = dlsym(handle, "where");
  return (void *)(long)(twice(10) + 1000 * bump() + (where == dlsym(handle, "where")));
}

int main(void) {
  pthread_t early, opener;
  void *result;
  pthread_barrier_init(&barrier, 0, 2);
  pthread_create(&early, 0, uses, 0);
  pthread_create(&opener, 0, opens, 0);
  pthread_join(opener, 0);
  if (!handle) return 1;
  pthread_barrier_wait(&barrier);
  pthread_join(early, &result);
  printf("early: %ld\n", (long)result);
  printf("main: %d %d\n", twice(100), bump());
  return 0;
}
