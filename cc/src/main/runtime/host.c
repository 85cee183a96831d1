/* What the host does with memory of the program, or calls back later: whoever uses these has malloc and free in the
   program, exported for the host, and what stdio holds is written after the last callback. */
#include <stdio.h>
#include <stdlib.h>

#define HOST(name) __attribute__((import_module("env"), import_name(name)))

__attribute__((used)) static void *(*const allocate)(size_t) = malloc;
__attribute__((used)) static void (*const release)(void *) = free;
__attribute__((used)) static int (*const flush)(FILE *) = fflush;

struct emscripten_fetch_attr_t;
struct emscripten_fetch_t;

HOST("emscripten_fetch")
struct emscripten_fetch_t *graft_host_fetch(struct emscripten_fetch_attr_t *attributes, const char *url);

struct emscripten_fetch_t *emscripten_fetch(struct emscripten_fetch_attr_t *attributes, const char *url) {
  return graft_host_fetch(attributes, url);
}

HOST("emscripten_run_script_string") char *graft_host_run_script_string(const char *script);

char *emscripten_run_script_string(const char *script) { return graft_host_run_script_string(script); }
