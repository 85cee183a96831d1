#include <cstdio>
#include <dlfcn.h>

struct House {
  House() { puts("house built"); }
} house;

int main() {
  void *side = dlopen("side.so", RTLD_NOW);
  puts(side ? "opened" : dlerror());
  puts(dlopen("side.so", RTLD_NOW) == side ? "the same again" : "another one");
  return 0;
}
