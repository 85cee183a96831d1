#include "twin.h"
extern "C" int a_value();
static int from_inner;
static void *inner;
struct Opener { Opener() { put_str("Opener()"); inner = dlopen("inner.so", RTLD_NOW); from_inner = ((int (*)())dlsym(inner, "inner_value"))(); }
  ~Opener() { put_str("~Opener()"); dlclose(inner); } } opener;
extern "C" int plug_value() { return a_value() + from_inner; }
