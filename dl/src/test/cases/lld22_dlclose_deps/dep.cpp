#include "host.h"
#ifdef __wasm__
extern "C" { __attribute__((visibility("hidden"))) void *__dso_handle; }
#endif
struct D { D() { put_str("dep ctor"); } ~D() { put_str("dep dtor"); } } d; static int count; extern "C" int depcount() { return ++count; }
