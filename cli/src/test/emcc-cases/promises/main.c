#include <dlfcn.h>
#include <emscripten.h>
#include <stdint.h>
#include <stdio.h>

// What emscripten/promise.h declares.
typedef struct promise *promise;
typedef enum { FULFILL, MATCH, MATCH_RELEASE, REJECT } result;
typedef result (*callback)(void **result, void *data, void *value);
typedef struct { result result; void *value; } settled;
promise emscripten_promise_create(void);
void emscripten_promise_destroy(promise);
void emscripten_promise_resolve(promise, result, void *value);
promise emscripten_promise_then(promise, callback fulfilled, callback rejected, void *data);
promise emscripten_promise_all(promise *, void **results, size_t count);
settled emscripten_promise_await(promise);

static void good(void *inner, void *handle) {
  emscripten_promise_resolve(inner, FULFILL, handle);
  emscripten_promise_destroy(inner);
}

static void bad(void *inner) {
  emscripten_promise_resolve(inner, REJECT, 0);
  emscripten_promise_destroy(inner);
}

static promise open(const char *file) {
  promise inner = emscripten_promise_create();
  emscripten_dlopen(file, RTLD_NOW, inner, good, bad);
  promise outer = emscripten_promise_create();
  emscripten_promise_resolve(outer, MATCH, inner);
  return outer;
}

static result opened(void **result, void *data, void *handle) {
  int (*answer)(void) = dlsym(handle, "answer");
  printf("%s: %d\n", (char *)data, answer());
  *result = open("nowhere.so");
  return MATCH_RELEASE;
}

static result missing(void **result, void *data, void *value) {
  printf("%s: no library\n", (char *)data);
  *result = (void *)7;
  return FULFILL;
}

static result last(void **result, void *data, void *value) {
  printf("%s: %d\n", (char *)data, (int)(intptr_t)value);
  return FULFILL;
}

int main() {
  promise first = open("side.so");
  promise second = emscripten_promise_then(first, opened, missing, "first");
  promise third = emscripten_promise_then(second, 0, missing, "second");
  promise fourth = emscripten_promise_then(third, last, last, "third");
  puts("nothing yet");
  void *values[2];
  promise both[] = {third, fourth};
  settled end = emscripten_promise_await(emscripten_promise_all(both, values, 2));
  printf("%d %d %d\n", end.result, end.value == values, (int)(intptr_t)values[0]);
  emscripten_promise_destroy(first);
  emscripten_promise_then(open("gone.so"), last, missing, "after main");
  return 0;
}
