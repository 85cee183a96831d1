// The painter that fetches a plugin when it is asked for it, in JavaScript: it awaits the fetch, writes the file
// and opens it. No Asyncify; the caller just waits.
//
//   graft cc -I.. fetching.cpp ../canvas.cpp -s MAIN_MODULE=1 -o fetching.wasm
//   graft serve ../wasm --port 8080 &
//   graft run --allow-origin http://localhost:8080 fetching.wasm http://localhost:8080/rings.so
#include "plugin.h"

#include <dlfcn.h>
#include <emscripten.h>
#include <stdio.h>

// way: EM_ASYNC_JS
// 0, or the status that the server gave.
EM_ASYNC_JS(int, fetch_file, (const char *url, const char *path), {
  const answer = await fetch(UTF8ToString(url));
  if (!answer.ok) return answer.status;
  FS.writeFile(UTF8ToString(path), new Uint8Array(await answer.arrayBuffer()));
  return 0;
});

static void *fetched(const char *url) {
  int status = fetch_file(url, "/plugin.so");
  if (status) printf("%s: the server says %d\n", url, status);
  return status ? nullptr : dlopen("/plugin.so", RTLD_NOW);
}
// end

int main(int argc, char **argv) {
  for (int i = 1; i < argc; i++) {
    void *library = fetched(argv[i]);
    if (library == nullptr) {
      if (const char *error = dlerror()) printf("%s\n", error);
      return 1;
    }
    Canvas canvas;
    const Painter *painter = reinterpret_cast<decltype(&::painter)>(dlsym(library, "painter"))();
    painter->paint(canvas);
    printf("%s:\n", painter->name());
    canvas.print();
    fflush(stdout);
    dlclose(library);
  }
  return 0;
}
