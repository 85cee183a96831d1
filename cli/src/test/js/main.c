#include <dlfcn.h>
#include <emscripten.h>
#include <stdio.h>

EM_JS(void, greet, (const char *name), { console.log("hello " + UTF8ToString(name)); });

int main(int count, char **words) {
  greet("main");
  EM_ASM({ console.log($0, $1, UTF8ToString($2), $3); }, 1, 2.5, "text", 1LL << 40);
  void *library = dlopen("side.wasm", RTLD_NOW);
  if (!library) {
    puts(dlerror());
    return 1;
  }
  int (*side)(int) = (int (*)(int))dlsym(library, "side");
  int (*wait_for)(int) = (int (*)(int))dlsym(library, "wait_for");
  int (*(*pointer)(void))(int, int) = (int (*(*)(void))(int, int))dlsym(library, "pointer");
  long long (*twice)(long long) = (long long (*)(long long))dlsym(library, "twice");
  int (*bad)(void) = (int (*)(void))dlsym(library, "bad");
  printf("%d\n", side(5));
  printf("%d\n", pointer()(20, 22));
  printf("%d\n", wait_for(21));
  printf("%lld\n", twice(1LL << 40));
  fflush(stdout);
  return count > 1 ? bad() : 0;
}
