#include <pthread.h>
_Thread_local int calls;
static int total;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
int count(int by) {
  calls++;
  pthread_mutex_lock(&lock);
  total += by;
  pthread_mutex_unlock(&lock);
  return calls;
}
int sum(void) { return total; }
