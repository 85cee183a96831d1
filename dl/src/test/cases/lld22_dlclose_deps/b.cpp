#include "host.h"
#ifdef __wasm__
extern "C" { __attribute__((visibility("hidden"))) void *__dso_handle; }
#endif
struct B { B() { put_str("b ctor"); } ~B() { put_str("b dtor"); } } b; extern "C" int depcount(); extern "C" int use() { return 100 + depcount(); }
