#include "host.h"
#ifdef __wasm__
extern "C" { __attribute__((visibility("hidden"))) void *__dso_handle; }
#endif

static int n = 10;
struct Guard { const char *name; Guard(const char *s) : name(s) { put_str("ctor"); put_str(name); } ~Guard() { put_str("dtor"); put_str(name); n = 0; } };
static Guard one("one"), two("two");
extern "C" int next() { return n++; }
