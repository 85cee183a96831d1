#include <dlfcn.h>
#include <emscripten.h>
#include <stdio.h>

static void missing(void *data) { printf("no library for %s\n", (char *)data); }

static void unexpected(void *data, void *handle) { printf("a library for %s?\n", (char *)data); }

static void opened(void *data, void *handle) {
  int (*answer)(void) = dlsym(handle, "answer");
  printf("%s: %d\n", (char *)data, answer());
  emscripten_dlopen("nowhere.so", RTLD_NOW, "nobody", unexpected, missing);
}

int main() {
  emscripten_dlopen("side.so", RTLD_NOW, "first", opened, missing);
  puts("main returns");
  return 0;
}
