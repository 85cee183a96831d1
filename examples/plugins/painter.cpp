// The program: paints with whatever plugins it is told to.
//
//   painter.wasm [PLUGIN...]
#include "plugin.h"

#include <stdio.h>

// Graft supplies these; wasi-libc has no dlfcn.h.
extern "C" {
void *dlopen(const char *file, int mode);
void *dlsym(void *handle, const char *symbol);
char *dlerror();
}
static const int RTLD_NOW = 2;

static bool paint_with(const char *file) {
  void *library = dlopen(file, RTLD_NOW);
  if (library == nullptr) {
    fprintf(stderr, "painter: %s\n", dlerror());
    return false;
  }
  auto painter = reinterpret_cast<decltype(&::painter)>(dlsym(library, "painter"));
  if (painter == nullptr) {
    fprintf(stderr, "painter: %s\n", dlerror());
    return false;
  }
  Canvas canvas;
  const Painter *loaded = painter();
  loaded->paint(canvas);
  printf("%s, by %s:\n", loaded->name(), file);
  canvas.print();
  return true;
}

int main(int argc, char **argv) {
  int failures = 0;
  for (int i = 1; i < argc; i++) {
    failures += paint_with(argv[i]) ? 0 : 1;
  }
  printf("painter: %d plugins, %ld points\n", argc - 1 - failures, points_plotted);
  return failures;
}
