// A program that fetches a plugin only when its user asks for one, in each of the ways that a C++
// program has. What a way costs in code stands between the lines "way:" and "end".
//
//   gallery.wasm preloaded|dlopen|async|sync|wget|later [PLUGIN]
//   gallery.wasm nothing
#include "plugin.h"

#include <dlfcn.h>
#include <emscripten.h>
#include <emscripten/fetch.h>
#include <stdio.h>
#include <string.h>

static int status = 1;

// What every way ends with.
static void show(void *library) {
  auto painter = library ? reinterpret_cast<decltype(&::painter)>(dlsym(library, "painter")) : nullptr;
  if (!painter) {
    printf("gallery: %s\n", dlerror());
    return;
  }
  Canvas canvas;
  painter()->paint(canvas);
  printf("%s:\n", painter()->name());
  canvas.print();
  status = 0;
}

static void missing(const char *name, const emscripten_fetch_t *fetch) {
  printf("gallery: cannot have %s: %d %s\n", name, fetch->status, fetch->statusText);
}

// way: preloaded
// Whoever starts the program has seen to it that the library is here.
static void preloaded(const char *name) { show(dlopen(name, RTLD_NOW)); }
// end

// way: dlopen
static void blocking(const char *name) { show(dlopen(name, RTLD_NOW)); }
// end

// way: later
static void later(const char *name) {
  emscripten_dlopen(
      name, RTLD_NOW, nullptr, [](void *, void *library) { show(library); },
      [](void *) { show(nullptr); });
}
// end

// way: async
static void save_and_show(emscripten_fetch_t *fetch) {
  FILE *file = fopen("/tmp/plugin.so", "wb");
  fwrite(fetch->data, 1, fetch->numBytes, file);
  fclose(file);
  emscripten_fetch_close(fetch);
  show(dlopen("/tmp/plugin.so", RTLD_NOW));
}

static void fetch_failed(emscripten_fetch_t *fetch) {
  missing(fetch->url, fetch);
  emscripten_fetch_close(fetch);
}

static void asynchronous(const char *name) {
  emscripten_fetch_attr_t attributes;
  emscripten_fetch_attr_init(&attributes);
  strcpy(attributes.requestMethod, "GET");
  attributes.attributes = EMSCRIPTEN_FETCH_LOAD_TO_MEMORY | EMSCRIPTEN_FETCH_REPLACE;
  attributes.onsuccess = save_and_show;
  attributes.onerror = fetch_failed;
  emscripten_fetch(&attributes, name);
}
// end

// way: sync
static void synchronous(const char *name) {
  emscripten_fetch_attr_t attributes;
  emscripten_fetch_attr_init(&attributes);
  strcpy(attributes.requestMethod, "GET");
  attributes.attributes = EMSCRIPTEN_FETCH_LOAD_TO_MEMORY | EMSCRIPTEN_FETCH_REPLACE |
                          EMSCRIPTEN_FETCH_SYNCHRONOUS;
  emscripten_fetch_t *fetch = emscripten_fetch(&attributes, name);
  if (fetch->status != 200) {
    missing(name, fetch);
    return;
  }
  FILE *file = fopen("/tmp/plugin.so", "wb");
  fwrite(fetch->data, 1, fetch->numBytes, file);
  fclose(file);
  emscripten_fetch_close(fetch);
  show(dlopen("/tmp/plugin.so", RTLD_NOW));
}
// end

// way: wget
static void wget(const char *name) {
  if (emscripten_wget(name, "/tmp/plugin.so")) {
    printf("gallery: cannot have %s\n", name);
    return;
  }
  show(dlopen("/tmp/plugin.so", RTLD_NOW));
}
// end

// way: java
// Java has opened the library and says where its painter is.
extern "C" EMSCRIPTEN_KEEPALIVE int show_painter(const Painter *(*painter)()) {
  Canvas canvas;
  painter()->paint(canvas);
  printf("%s:\n", painter()->name());
  canvas.print();
  return fflush(stdout);
}
// end

int main(int argc, char **argv) {
  const char *way = argc > 1 ? argv[1] : "help";
  const char *name = argc > 2 ? argv[2] : "rings.so";
  struct {
    const char *name;
    void (*show)(const char *);
  } ways[] = {{"preloaded", preloaded}, {"dlopen", blocking}, {"later", later},
              {"async", asynchronous},  {"sync", synchronous}, {"wget", wget}};
  for (auto &each : ways) {
    if (!strcmp(each.name, way)) {
      each.show(name);
      printf("gallery: main has returned\n");
      // Those with callbacks go on.
      return strcmp(way, "async") && strcmp(way, "later") ? status : 0;
    }
  }
  if (!strcmp(way, "nothing")) {
    printf("gallery: no plugin wanted\n");
    return 0;
  }
  fprintf(stderr, "gallery: no such way: %s\nusage: gallery.wasm nothing", way);
  for (auto &each : ways) {
    fprintf(stderr, "|%s", each.name);
  }
  fprintf(stderr, " [PLUGIN]\n");
  return 2;
}
