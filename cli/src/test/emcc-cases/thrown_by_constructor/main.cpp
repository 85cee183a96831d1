#include <cstdint>
#include <cstdio>
#include <dlfcn.h>
#include <exception>
#include <unistd.h>
int fails = 1;
int main() {
  auto open_it = (void *(*)(const char *))dlsym(dlopen("opener.so", RTLD_NOW), "open_it");
  intptr_t before = 0;
  for (int i = 0; i < 4; i++) {
    try { i % 2 ? open_it("side.so") : dlopen("side.so", RTLD_NOW); puts("opened"); } catch (std::exception &e) { puts(e.what()); }
    if (i == 1) before = (intptr_t)sbrk(0);
  }
  printf("%d %d %d\n", before == (intptr_t)sbrk(0), dlsym(RTLD_DEFAULT, "side_value") == 0, dlsym(RTLD_DEFAULT, "needed_value") == 0);
  fails = 0;
  void *side = open_it("side.so");
  printf("%d\n", ((int (*)())dlsym(side, "side_value"))());
  return 0;
}
