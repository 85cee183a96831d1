#include "side.h"
#include <cstdio>
#include <thread>
#include <vector>
#include <pthread.h>
extern "C" {
#include "twin.h"
}
static int results[4];
int run() {
  side_next();
  printf("%d\n", side_next());
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; i++)
    threads.emplace_back([i] {
      for (int j = 0; j <= i; j++) results[i] = side_next();
      for (int j = 0; j < 1000; j++) side_add(1);
    });
  for (auto &t : threads) t.join();
  for (int r : results) printf("%d ", r);
  printf("%d %d %d\n", side_count, side_total.load(), side_locked());
  int (*call)(int) = nullptr;
  void *handle = nullptr;
  std::thread opener([&] {
    handle = dlopen("plug.so", RTLD_NOW);
    if (!handle) { puts(dlerror()); return; }
    call = (int (*)(int))dlsym(handle, "plug_call");
    printf("%d\n", call(1));
  });
  opener.join();
  printf("%d\n", call(2));
  printf("%d\n", call(2));
  int other = 0;
  std::thread third([&] {
    auto again = (int (*)(int))dlsym(handle, "plug_call");
    other = again == call ? call(3) : -1;
  });
  third.join();
  printf("%d\n", other);
  printf("%d\n", ((int (*)())dlsym(handle, "plug_thread"))());
  printf("%d\n", ((int (*)())dlsym(handle, "plug_total"))());
  int *mine = side_address(), *theirs = nullptr;
  std::thread addresses([&] { theirs = side_address(); });
  addresses.join();
  printf("%d\n", mine != theirs && mine == side_address());
  return 0;
}
