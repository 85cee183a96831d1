#include "side.h"
#include <cstdio>
static thread_local int own = 5;
thread_local int side_count = 10;
std::atomic<int> side_total;
static std::mutex mutex;
static int locked;
extern "C" {
int side_next() { return ++own + ++side_count; }
int *side_address() { return &own; }
void side_add(int n) {
  side_total += n;
  std::lock_guard<std::mutex> guard(mutex);
  locked += n;
}
int side_locked() { return locked; }
}
