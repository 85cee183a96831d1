// Mutexes, conditions, thread-local variables of main and library, keys, clean-up, detached threads.
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int count(int by);
int sum(void);

static _Thread_local int mine = 7;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static pthread_key_t key;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static int turn, onces, destroyed;
static atomic_int detached;
static atomic_long added;
static char lines[4][100];

static void first(void) { onces++; }
static void destroy(void *value) {
  pthread_mutex_lock(&lock);
  destroyed += (int)(long)value;
  pthread_mutex_unlock(&lock);
}

static void *work(void *argument) {
  int id = (int)(long)argument;
  pthread_once(&once, first);
  pthread_setspecific(key, argument);
  mine += id;
  int calls = 0;
  for (int i = 0; i < 1000; i++) {
    calls = count(1);
    atomic_fetch_add(&added, i);
  }
  char *text = malloc(100);
  snprintf(text, 100, "thread %d: mine %d, calls %d", id, mine, calls);
  pthread_mutex_lock(&lock);
  while (turn != id) pthread_cond_wait(&changed, &lock);
  strcpy(lines[id], text);
  turn++;
  pthread_cond_broadcast(&changed);
  pthread_mutex_unlock(&lock);
  free(text);
  return (void *)(long)(id * id);
}

static void *leave(void *argument) {
  pthread_exit((void *)42L);
}

static void clean(void *argument) { puts(argument); }

static void *cleaning(void *argument) {
  pthread_cleanup_push(clean, "cleaned up");
  pthread_exit(0);
  pthread_cleanup_pop(0);
  return 0;
}

static void *alone(void *argument) {
  atomic_fetch_add(&detached, 1);
  return 0;
}

static void *nested(void *argument) {
  pthread_t inner;
  void *result;
  pthread_create(&inner, 0, leave, 0);
  pthread_join(inner, &result);
  return result;
}

static int compare(const void *a, const void *b) { return *(int *)a - *(int *)b; }
static void *sorting(void *argument) {
  int *numbers = argument;
  qsort(numbers, 1000, sizeof *numbers, compare);
  return 0;
}

static void *bare() { return (void *)43; }

int main(void) {
  pthread_t threads[4];
  pthread_key_create(&key, destroy);
  for (long i = 0; i < 4; i++) pthread_create(&threads[i], 0, work, (void *)i);
  for (int i = 0; i < 4; i++) {
    void *result;
    pthread_join(threads[i], &result);
    printf("%s; joined: %ld\n", lines[i], (long)result);
  }
  printf("sum %d, added %ld, once %d, destroyed %d, mine %d\n", sum(), added, onces, destroyed, mine);
  void *result;
  pthread_create(&threads[0], 0, nested, 0);
  pthread_join(threads[0], &result);
  printf("nested %ld\n", (long)result);
  pthread_create(&threads[0], 0, cleaning, 0);
  pthread_join(threads[0], 0);
  for (int i = 0; i < 20; i++) {
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    pthread_create(&threads[0], &attributes, alone, 0);
  }
  while (detached < 20) sched_yield();
  int *numbers = malloc(4000);
  for (int i = 0; i < 1000; i++) numbers[i] = (i * 7919) % 1000;
  pthread_create(&threads[0], 0, sorting, numbers);
  pthread_join(threads[0], 0);
  printf("sorted %d %d %d\n", numbers[0], numbers[500], numbers[999]);
  pthread_create(&threads[0], 0, bare, 0);
  pthread_join(threads[0], &result);
  printf("bare %ld\n", (long)result);
  printf("equal %d, trylock %d\n", pthread_equal(pthread_self(), pthread_self()) != 0, pthread_mutex_trylock(&lock));
  return 0;
}
