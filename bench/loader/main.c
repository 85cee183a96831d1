// Times what a program asks of its loader: the same program under Graft and under Emscripten's own loader in Node.
#include <dlfcn.h>
#include <emscripten.h>
#include <stdio.h>

int here(int x) { return x * 31 + 7; }

static void tell(const char *what, double start, int count) {
  printf("%s %.1f\n", what, (emscripten_get_now() - start) * 1e6 / count);
}

int main(void) {
  char name[32];
  double start = emscripten_get_now();
  for (int i = 0; i < 200; i++) {
    sprintf(name, "side%d.so", i);
    if (!dlopen(name, RTLD_NOW)) printf("%s\n", dlerror());
  }
  tell("dlopen", start, 200);
  start = emscripten_get_now();
  void *big = dlopen("big.so", RTLD_NOW);
  tell("dlopen-10000-words", start, 1);
  start = emscripten_get_now();
  void *variables = dlopen("variables.so", RTLD_NOW | RTLD_GLOBAL);
  tell("dlopen-10000-variables", start, 1);
  start = emscripten_get_now();
  void *got = dlopen("got.so", RTLD_NOW);
  tell("dlopen-10000-got", start, 1);
  void *side = dlopen("side0.so", RTLD_NOW);
  start = emscripten_get_now();
  for (int i = 0; i < 200000; i++) dlsym(side, "there");
  tell("dlsym", start, 200000);
  int (*volatile there)(int, int) = (int (*)(int, int))dlsym(side, "there");
  int sum = 0;
  for (int round = 0; round < 5; round++) {
    start = emscripten_get_now();
    sum += there(10000000, round);
  }
  tell("call-to-main", start, 10000000);
  return sum == 12345 || !big || !variables || !got;
}
