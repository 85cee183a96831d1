#include "host.h"
#ifdef __wasm__
extern "C" { __attribute__((visibility("hidden"))) void *__dso_handle; }
#endif
struct A { A() { put_str("a ctor"); } ~A() { put_str("a dtor"); } } a; extern "C" int depcount(); extern "C" int use() { return depcount(); }
